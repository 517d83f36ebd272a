import { Bowline } from '/channel/bowline.min.js';

export function connects(application) {
  const channel = new Bowline('/channel');
  channel.onopen = () => application.opens();
  channel.onmessage = (message) => application.hears(+message.data);
  for (const type of ['transport', 'detached', 'resumed', 'reset', 'gap', 'error', 'close']) {
    channel.addEventListener(type, (it) => application.notes(type + ' ' + (it.transport || it.code || '')));
  }
  return { says: (number) => channel.send('' + number) };
}
