import { Server } from 'socket.io';
import { application, files, listens } from './application.mjs';

const server = files();
const io = new Server(server, {
  serveClient: false,
  connectionStateRecovery: { maxDisconnectionDuration: 2 * 60 * 1000, skipMiddlewares: true },
});
const app = application((number) => io.emit('number', number));
io.on('connection', (socket) => {
  socket.on('number', (number, acknowledges) => {
    app.hears(number);
    acknowledges();
  });
  app.opens();
});
listens(server);
