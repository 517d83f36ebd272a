import sockjs from 'sockjs';
import { application, files, listens } from './application.mjs';

const server = files();
let last;
const app = application((number) => last.write('' + number));
const channel = sockjs.createServer({ log() {} });
channel.on('connection', (connection) => {
  last = connection;
  connection.on('data', (number) => app.hears(+number));
  app.opens();
});
channel.installHandlers(server, { prefix: '/sockjs' });
listens(server);
