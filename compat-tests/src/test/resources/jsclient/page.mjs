// A page with a channel in it, or in a worker or a frame of its own. The plan is in the address. The test asks by
// `asks(messages)` and looks at `state()`.
import { bowline } from './bundle.mjs';
import { Talk } from './talk.mjs';

const plan = JSON.parse(new URLSearchParams(location.search).get('plan'));
const KEPT = 'left by the last page';

/** The channel is elsewhere, and tells its state again and again. */
function remote(ask) {
  let state = {};
  window.asks = (messages) => ask({ asks: messages });
  window.state = () => state;
  return (event) => (state = event.data);
}

if (plan.where === 'worker') {
  const worker = new Worker('worker.js');
  worker.onmessage = remote((order) => worker.postMessage(order));
  worker.postMessage(plan);
} else if (plan.where === 'frame') {
  const frame = document.createElement('iframe');
  addEventListener('message', remote((order) => frame.contentWindow.postMessage(order, '*')));
  frame.src = plan.frame + '/page.html?plan=' + encodeURIComponent(JSON.stringify({ ...plan, where: 'page' }));
  document.body.append(frame);
} else {
  const saved = JSON.parse(sessionStorage.getItem(KEPT));
  const talk = new Talk(await bowline(plan.bundle), plan.channel, plan.options, saved);
  window.talk = talk;
  window.asks = (messages) => talk.asks(messages);
  window.state = () => talk.state();
  addEventListener('pagehide', () => sessionStorage.setItem(KEPT, JSON.stringify(talk.state())));
  if (parent !== window) {
    addEventListener('message', (event) => talk.asks(event.data.asks));
    setInterval(() => parent.postMessage(talk.state(), '*'), 20);
  }
}
