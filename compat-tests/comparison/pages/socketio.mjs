import { io } from '/modules/socket.io-client/dist/socket.io.esm.min.js';

export function connects(application) {
  const settings = { retries: 3, ackTimeout: 10000 };
  if (new URLSearchParams(location.search).has('first')) {
    Object.assign(settings, { transports: ['websocket', 'polling'], tryAllTransports: true });
  }
  const socket = io(settings);
  socket.on('connect', () => {
    application.notes('connected ' + socket.io.engine.transport.name + (socket.recovered ? ', recovered' : ''));
    socket.io.engine.on('upgrade', (it) => application.notes('upgraded ' + it.name));
    application.opens();
  });
  socket.on('disconnect', (why) => application.notes('disconnected ' + why));
  socket.on('connect_error', (why) => application.notes('error ' + why.message));
  socket.on('number', (number) => application.hears(number));
  return { says: (number) => socket.emit('number', number) };
}
