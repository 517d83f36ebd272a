// Passes on what connects at one place to another. A place is a port of 127.0.0.1 or the path of a socket, which a process
// of another network can reach as well. It says where it listens.
import { connect, createServer } from 'node:net';

const [from, to] = process.argv.slice(2).map((it) => (/^\d+$/.test(it) ? { host: '127.0.0.1', port: +it } : { path: it }));

const server = createServer((guest) => {
  const host = connect(to);
  for (const [one, other] of [
    [guest, host],
    [host, guest],
  ]) {
    one.pipe(other);
    one.on('error', () => other.destroy());
    one.on('close', () => other.destroy());
  }
});
server.listen(from, () => console.log(server.address().port || from.path));
