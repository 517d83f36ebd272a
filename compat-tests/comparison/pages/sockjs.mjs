// SockJS doesn't connect again by itself. This does the simplest thing that an application can do: it connects again a second
// later, and says then what was to be said in the meantime.
const script = document.createElement('script');
script.src = '/modules/sockjs-client/dist/sockjs.min.js';
document.head.append(script);
await new Promise((loaded) => (script.onload = loaded));

const AGAIN = 1000;

export function connects(application) {
  let socket;
  const waiting = [];
  const again = () => {
    socket = new window.SockJS('/sockjs');
    socket.onopen = () => {
      application.notes('opened ' + socket.transport);
      waiting.splice(0).forEach((number) => socket.send(number));
      application.opens();
    };
    socket.onmessage = (message) => application.hears(+message.data);
    socket.onclose = (it) => {
      application.notes('closed ' + it.code + ' ' + it.reason);
      setTimeout(again, AGAIN);
    };
  };
  again();
  return {
    says(number) {
      // It throws while it connects.
      if (socket.readyState === window.SockJS.OPEN) {
        socket.send('' + number);
      } else {
        waiting.push('' + number);
      }
    },
  };
}
