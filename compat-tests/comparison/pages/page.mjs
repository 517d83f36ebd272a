// The page of everyone who is compared. `begins()` makes the connection; from then on it says a number every so many
// milliseconds and writes down which numbers it hears. Who it is and the pace are in the address; without a pace it says one.
const asked = new URLSearchParams(location.search);
const { connects } = await import(`./${asked.get('peer')}.mjs`);
const pace = +asked.get('pace');
const now = () => performance.timeOrigin + performance.now();

let said = 0;
let first = 0;
const heard = [];
const events = [];

const application = {
  opens() {
    application.notes('opens');
    if (!first) {
      first = now();
      says();
    }
  },
  hears(number) {
    heard.push(number, now());
    if (heard.length === 2) {
      window.hasHeard();
    }
  },
  notes(what) {
    events.push([now(), what]);
  },
};

let connection;

function says() {
  // A timer that comes late makes up for it.
  while (!said || (pace && first + said * pace <= now())) {
    connection.says(said++);
  }
  if (pace) {
    setTimeout(says, pace / 2);
  }
}

/** Resolves with the time until the first message, in milliseconds. */
window.begins = () =>
  new Promise((resolve) => {
    const began = now();
    window.began = began;
    window.hasHeard = () => resolve(heard[1] - began);
    connection = connects(application);
  });
window.account = () => ({ began: window.began, said, heard, events });
window.ready = true;
