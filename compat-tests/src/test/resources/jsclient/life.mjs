// A page to which things happen. Its channel is the product's with whatever options the plan has, for the most part none.
// It says numbered messages when the test asks for them by `says(messages)`, and one for each that it hears if the plan
// wants answers: those need no timer, so that they come from a hidden page as well. What a lost session gives back it says
// again from the number on that the test knows not to have been handled, by `again(number)`.
import { bowline } from './bundle.mjs';
import { Tally, message, numberOf } from './tally.mjs';

const plan = JSON.parse(new URLSearchParams(location.search).get('plan'));
const KEPT = 'left by the last page';

const kept = JSON.parse(sessionStorage.getItem(KEPT)) || {};
const down = new Tally(kept.down);
const heard = kept.heard || [];
let said = kept.said || 0;
let wanted = said;
let unacknowledged = [];

const Bowline = await bowline(plan.bundle);
const channel = new Bowline(plan.channel || '/channel', plan.options);
channel.binaryType = 'arraybuffer';
channel.onmessage = (it) => {
  down.counts(it.data);
  if (plan.answers) {
    window.says(1);
  }
};
for (const type of ['open', 'transport', 'detached', 'resumed', 'reset', 'gap', 'error', 'close']) {
  channel.addEventListener(type, (it) => {
    const what = { transport: it.transport, close: it.code, reset: it.messages?.length }[type];
    heard.push(type + (what === undefined ? '' : ' ' + what));
    if (type === 'reset') {
      unacknowledged = it.messages.map(numberOf);
    }
    goesOn();
  });
}

function goesOn() {
  while (channel.readyState === 1 && said < wanted) {
    channel.send(message(said++));
  }
}

window.says = (messages) => {
  wanted += messages;
  goesOn();
};
window.again = (from) => unacknowledged.filter((it) => it >= from).forEach((it) => channel.send(message(it)));
window.received = () => down.received;
window.state = () => ({
  down,
  said,
  heard,
  unacknowledged,
  transport: channel.transport,
  bufferedAmount: channel.bufferedAmount,
});
for (const type of ['pagehide', 'pageshow']) {
  addEventListener(type, ({ persisted }) => heard.push(type + (persisted ? ' persisted' : '')));
}
for (const type of ['freeze', 'resume']) {
  document.addEventListener(type, () => heard.push(type));
}
addEventListener('pagehide', () => sessionStorage.setItem(KEPT, JSON.stringify({ down, heard, said })));
