import { Server } from 'socket.io';
import { application, files, listens } from './application.mjs';

const server = files();
const io = new Server(server, {
  serveClient: false,
  connectionStateRecovery: { maxDisconnectionDuration: 2 * 60 * 1000, skipMiddlewares: true },
});
const app = application((socket, number) => socket.emit('number', number));
io.on('connection', (socket) => {
  socket.on('number', (number, acknowledges) => {
    app.hears(socket, number);
    acknowledges();
  });
  app.opens(socket);
});
listens(server);
