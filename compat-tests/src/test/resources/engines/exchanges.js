// What every engine does here, in the syntax of ES3: one exchange of numbered messages after the other, each over a new
// channel. Messages are the same as Tally.java's; where there are no typed arrays, a binary one is a plain array of numbers.
var AHEAD = 40;
var BURST = 5;
var BUFFERED = 16384;
var EVENTS = ['open', 'transport', 'detached', 'resumed', 'reset', 'gap', 'error', 'close'];
var typedArrays = typeof Uint8Array !== 'undefined';

function message(number) {
  var octets = [];
  var text = number + ':';
  var i;
  if (number % 7 === 0) {
    for (i = 0; i < 4 + (number % 50); i++) {
      octets[i] = i < 4 ? (number >> (24 - 8 * i)) & 255 : 0;
    }
    return typedArrays ? new Uint8Array(octets).buffer : octets;
  }
  for (i = 0; number % 50 === 3 && i < 400; i++) {
    text += '\nlong ';
  }
  return number % 50 !== 3 && number % 5 === 0 ? text + '\r\n' : text;
}

/** A payload as a text, to compare by. */
function plain(data) {
  var text = '';
  var octets = data;
  if (typeof data === 'string') {
    return data;
  }
  if (typedArrays) {
    octets = new Uint8Array(data);
  }
  for (var i = 0; i < octets.length; i++) {
    text += '/' + octets[i];
  }
  return text;
}

function numberOf(data) {
  if (typeof data === 'string') {
    return parseInt(data, 10);
  }
  var octets = typedArrays ? new Uint8Array(data) : data;
  return (octets[0] << 24) | (octets[1] << 16) | (octets[2] << 8) | octets[3];
}

/** One channel: `messages` each way, then it is closed; `ended` gets what was seen of it. */
function exchange(Bowline, name, channelUrl, options, messages, ended) {
  var seen = [];
  var heard = [];
  var figures = { run: name, heard: heard, received: 0, lost: messages, repeated: 0, outOfOrder: 0, damaged: 0 };
  var sent = 0;
  var began = +new Date();
  var channel = new Bowline(channelUrl, options);

  function goesOn() {
    var until = Math.min(messages, figures.received + AHEAD, sent + BURST);
    while (channel.readyState === 1 && sent < until && channel.bufferedAmount < BUFFERED) {
      channel.send(message(sent++));
    }
    if (sent === messages && figures.received >= messages && channel.bufferedAmount === 0) {
      channel.close();
    } else {
      setTimeout(goesOn, 4);
    }
  }

  function listens(type) {
    channel.addEventListener(type, function (event) {
      heard.push(type + (type === 'transport' ? ' ' + event.transport : ''));
      if (type === 'open') {
        channel.send('run ' + name);
        goesOn();
      } else if (type === 'close') {
        figures.code = event.code;
        figures.wasClean = event.wasClean;
        ended(figures);
      }
    });
  }

  channel.binaryType = 'arraybuffer';
  channel.onmessage = function (event) {
    var number = numberOf(event.data);
    if (!figures.received++) {
      figures.firstMillis = new Date() - began;
    }
    if (plain(event.data) !== plain(message(number))) {
      figures.damaged++;
    }
    if (seen[number]) {
      figures.repeated++;
    } else {
      figures.lost--;
      if (number < seen.length) {
        figures.outOfOrder++;
      }
    }
    seen[number] = 1;
  };
  for (var i = 0; i < EVENTS.length; i++) {
    listens(EVENTS[i]);
  }
}

/** `names=a,b&other=c` as an object of lists. */
function planOf(query) {
  var plan = {};
  var parts = query.split('&');
  for (var i = 0; i < parts.length; i++) {
    var both = parts[i].split('=');
    plan[both[0]] = both[1].split(',');
  }
  return plan;
}

/**
 * All runs of a plan. A run is called `bundle.transport`, or `bundle.automatic` with the default options but for the head
 * start. `engine` has `load(bundle, ready)`, `report(object)`, `forget()` for what a choice is remembered by, and the
 * `channel`.
 */
function performs(plan, engine) {
  var names = plan.runs;

  function next(i) {
    if (i === names.length) {
      engine.report({ done: true });
      return;
    }
    var both = names[i].split('.');
    engine.load(both[0], function (Bowline) {
      engine.forget();
      var options = both[1] === 'automatic' ? { headStart: +plan.headStart[0] } : { transports: [both[1]] };
      exchange(Bowline, names[i], engine.channel, options, +plan.messages[0], function (figures) {
        engine.report(figures);
        next(i + 1);
      });
    });
  }

  next(0);
}
