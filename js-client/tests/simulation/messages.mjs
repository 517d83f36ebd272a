/**
 * What message n of a direction says. Loss, repetition and swaps show in its number; the padding is what an encoding could
 * stumble over. Content is text, or for a binary message one character up to U+00FF for each octet.
 */
const PADDING = {
  text: ['.'],
  binary: ['.'],
  lines: ['\n', '.', '\r'],
  // What the histories of the other interpreters don't say.
  octets: ['\u0000', '\u00ff', '\u0080', '\n'],
  wide: ['\u00e9', '\u20ac', '\ud83d\ude00'],
  event: ['\n', '\n', 'event: close\ndata: "\\"', '\n', '\n'],
};

export const FORMS = Object.keys(PADDING);

export function content(direction, number, size, form) {
  const padding = PADDING[form];
  let text = direction + number;
  for (let i = 0; i < size; i++) {
    text += padding[i % padding.length];
  }
  return { binary: form === 'binary' || form === 'octets', text };
}

/** As the client's core has it. */
export const payloadOf = (message) => (message.binary ? octets(message.text) : message.text);

export function messageOf(payload) {
  return typeof payload === 'string' ? { binary: false, text: payload } : { binary: true, text: latin(payload) };
}

export function same(a, b) {
  return !!a && !!b && a.binary === b.binary && a.text === b.text;
}

export const show = (message) => (message ? JSON.stringify(message.text).slice(0, 30) : 'nothing');

export function octets(text) {
  const view = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    view[i] = text.charCodeAt(i);
  }
  return view;
}

export function latin(view) {
  let text = '';
  for (let i = 0; i < view.length; i++) {
    text += String.fromCharCode(view[i]);
  }
  return text;
}

export const utf8 = (text) => unescape(encodeURIComponent(text));

/** A decoder of UTF-8 that is cut anywhere. */
export function decoder() {
  let rest = '';
  return (bytes) => {
    const all = rest + bytes;
    // Back to the first byte of what is unfinished, at most three from the end.
    let end = all.length;
    for (let back = 1; back < 5 && back <= all.length; back++) {
      const unit = all.charCodeAt(all.length - back);
      if (unit >= 0xc0) {
        end -= back < (unit >= 0xf0 ? 4 : unit >= 0xe0 ? 3 : 2) ? back : 0;
        break;
      } else if (unit < 0x80) {
        break;
      }
    }
    rest = all.slice(end);
    return decodeURIComponent(escape(all.slice(0, end)));
  };
}

/** The first thing that must not be. Whatever swallows exceptions on the way up doesn't swallow this. */
export class Verdict {
  failure = undefined;

  check(holds, otherwise) {
    if (!holds) {
      this.fails(new Error(typeof otherwise === 'function' ? otherwise() : otherwise));
    }
  }

  fails(error) {
    this.failure = this.failure || error;
    throw error;
  }

  /** Runs a callback of somebody who may swallow what it throws. */
  watch(callback) {
    try {
      return callback();
    } catch (error) {
      return this.fails(error);
    }
  }
}
