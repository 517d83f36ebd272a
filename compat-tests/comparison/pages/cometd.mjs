import { AckExtension, CometD } from '/modules/cometd/cometd.js';

export function connects(application) {
  const cometd = new CometD();
  cometd.registerExtension('ack', new AckExtension());
  const connectTimeout = +new URLSearchParams(location.search).get('connectTimeout');
  cometd.configure({ url: location.origin + '/cometd', logLevel: 'error', connectTimeout });
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
