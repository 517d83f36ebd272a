// A worker with a channel in it; the page passes on what the test asks for, and hears the state.
let talk;

async function starts(plan) {
  const { Talk } = await import('./talk.mjs');
  if (plan.bundle === 'modern') {
    self.Bowline = (await import('/channel/bowline.min.js')).Bowline;
  } else {
    importScripts('/channel/bowline.legacy.min.js');
  }
  talk = new Talk(self.Bowline, new URL(plan.channel, location.href).href, plan.options);
  setInterval(() => postMessage(talk.state()), 20);
}

onmessage = (event) => {
  if (event.data.asks) {
    talk.asks(event.data.asks);
  } else {
    starts(event.data);
  }
};
