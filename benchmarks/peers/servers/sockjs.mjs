import { createServer } from 'node:http';
import sockjs from 'sockjs';
import { starts } from './orders.mjs';

const server = createServer();
const connections = new Set();
const channel = sockjs.createServer({ log() {} });
channel.on('connection', (connection) => {
  connections.add(connection);
  connection.on('close', () => connections.delete(connection));
});
channel.installHandlers(server, { prefix: '/sockjs' });
starts(server, (message) => {
  for (const connection of connections) {
    connection.write(message);
  }
});
