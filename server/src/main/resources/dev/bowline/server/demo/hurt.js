/** The buttons: they switch the faults on and off, and tell what they have done. */

const OFFLINE_SECONDS = 10;
const element = (id) => document.getElementById(id);

/** `told(mark, entry)` takes a short label for the plot (empty for an end) and a sentence for the log. */
export function wireButtons(faults, told) {
  const toggle = (id, turn, mark, on, off) => {
    const button = element(id);
    button.addEventListener('click', () => {
      const pressed = button.getAttribute('aria-pressed') !== 'true';
      button.setAttribute('aria-pressed', String(pressed));
      told(pressed ? mark : '', pressed ? on : off);
      turn(pressed);
    });
  };

  toggle('block-websocket', faults.blockWebSocket, 'no WebSocket', 'WebSocket is blocked', 'WebSocket is let through again');
  toggle('mute-stream', faults.muteStream, 'mute', 'Event streams are mute', 'Event streams may speak again');
  toggle('black-hole', faults.blackHole, 'black hole', 'A black hole swallows everything', 'The black hole is closed');

  element('cut').addEventListener('click', () => {
    told('cut', 'Every connection was cut');
    faults.cut();
  });

  const offline = element('offline');
  const note = element('offline-note');
  const words = note.textContent;
  offline.addEventListener('click', () => {
    // Not `disabled`: that would take the keyboard's focus away.
    if (offline.getAttribute('aria-disabled') === 'true') {
      return;
    }
    offline.setAttribute('aria-disabled', 'true');
    told('offline', `Offline for ${OFFLINE_SECONDS} seconds`);
    faults.goOffline(true);
    const until = Date.now() + OFFLINE_SECONDS * 1000;
    const count = () => {
      const left = Math.ceil((until - Date.now()) / 1000);
      if (left > 0) {
        note.textContent = `back in ${left} s`;
        return;
      }
      clearInterval(timer);
      note.textContent = words;
      offline.removeAttribute('aria-disabled');
      told('', 'Online again');
      faults.goOffline(false);
    };
    const timer = setInterval(count, 250);
    count();
  });
}
