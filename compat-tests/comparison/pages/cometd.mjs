import { AckExtension, CometD } from '/modules/cometd/cometd.js';

export function connects(application) {
  const cometd = new CometD();
  cometd.registerExtension('ack', new AckExtension());
  const settings = { url: location.origin + '/cometd', logLevel: 'error' };
  if (new URLSearchParams(location.search).has('set')) {
    // By default it waits for ever for a WebSocket that doesn't open, and stays with one that has opened once.
    Object.assign(settings, { connectTimeout: 2000, stickyReconnect: false });
  }
  cometd.configure(settings);
  cometd.addListener('/service/numbers', (message) => application.hears(message.data));
  cometd.addListener('/meta/handshake', (message) => {
    application.notes('handshake ' + message.successful + ' ' + cometd.getTransport()?.type);
    if (message.successful) {
      application.opens();
    }
  });
  cometd.addListener('/meta/connect', (message) => {
    if (!message.successful) {
      application.notes('connect failed');
    }
  });
  cometd.handshake();
  return { says: (number) => cometd.publish('/service/numbers', number) };
}
