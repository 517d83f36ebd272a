import sockjs from 'sockjs';
import { application, files, listens } from './application.mjs';

const server = files();
const app = application((connection, number) => connection.write('' + number));
const channel = sockjs.createServer({ log() {} });
channel.on('connection', (connection) => {
  connection.on('data', (number) => app.hears(connection, +number));
  app.opens(connection);
});
channel.installHandlers(server, { prefix: '/sockjs' });
listens(server);
