// A talk by timetable in Node. It says on standard output: "ready"; "first" when, having been told to go on, it has heard a message;
// "settled" when everything has come; and its state when it was told to close and has.
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { TimedTalk } from './timed.mjs';

const LOOK_AGAIN = 50;

const plan = JSON.parse(process.argv[2]);
if (plan.insecure) {
  // A box that looks into TLS has an authority of its own, which isn't installed here. Node warns of that.
  process.removeAllListeners('warning');
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
}
const script = await (await fetch(plan.channel + '/bowline.min.js')).text();
const { Bowline } = await import('data:text/javascript,' + encodeURIComponent(script));
const { WebSocket } = await import(pathToFileURL(plan.ws));
const orders = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

async function until(holds) {
  while (!holds()) {
    await new Promise((over) => setTimeout(over, LOOK_AGAIN));
  }
}

console.log('ready');
await orders.next();
const talk = new TimedTalk(Bowline, plan.channel, { environment: { WebSocket } }, plan);
await until(() => talk.first);
console.log('first');
await until(() => talk.isSettled() || talk.channel.readyState === 3);
console.log('settled');
await orders.next();
talk.channel.close();
await until(() => talk.channel.readyState === 3);
console.log(JSON.stringify(talk.state()));
process.exit();
