import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { starts } from './orders.mjs';

const server = createServer();
const io = new Server(server, {
  serveClient: false,
  connectionStateRecovery: { maxDisconnectionDuration: 2 * 60 * 1000, skipMiddlewares: true },
});
starts(server, (message) => io.emit('message', message));
