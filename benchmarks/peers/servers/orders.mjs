// What all these servers have in common: they say on which ports they listen, publish what comes over a connection of its
// own, in pieces of 100 bytes, and end with their standard input.
import { createServer } from 'node:net';

const MESSAGE_BYTES = 100;

export function starts(server, publish) {
  const orders = createServer((line) => {
    let kept = '';
    line.setEncoding('latin1');
    line.on('data', (said) => {
      kept += said;
      for (; kept.length >= MESSAGE_BYTES; kept = kept.slice(MESSAGE_BYTES)) {
        publish(kept.slice(0, MESSAGE_BYTES));
      }
    });
  });
  server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () =>
    orders.listen(0, '127.0.0.1', () => console.log(server.address().port, orders.address().port)),
  );
  process.stdin.on('end', () => process.exit(0)).resume();
}
