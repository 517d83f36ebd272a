/**
 * The server's side of the wire for tests: records to frames and events, posted batches to messages, requests to calls
 * of the model. Written from the protocol's page, without the client's code.
 *
 * Bytes are strings of characters up to U+00FF.
 */
const NAMES = { s: 'session', a: 'ack', p: 'ping', g: 'gap', r: 'reconnect', c: 'close', e: 'error' };

export const utf8 = (text) => unescape(encodeURIComponent(text));
/** Bytes of a payload. */
export const sizeOf = (payload) => (typeof payload === 'string' ? utf8(payload).length : payload.byteLength);
export const fromUtf8 = (bytes) => decodeURIComponent(escape(bytes));

const octets = (bytes) => Uint8Array.from(bytes, (unit) => unit.charCodeAt(0));
const latin = (view) => Array.prototype.map.call(view, (octet) => String.fromCharCode(octet)).join('');
const datum = (data) => (data && typeof data === 'object' ? JSON.stringify(data) : String(data));

/** A record as a frame of a WebSocket: a string, or octets. */
export function frame(type, data) {
  return type === 'm' && typeof data !== 'string' ? data : type + datum(data);
}

/** A record as the bytes of an event. */
export function event(type, data) {
  if (type !== 'm') {
    return utf8(`event: ${NAMES[type]}\ndata: ${datum(data)}\n\n`);
  }
  if (typeof data !== 'string') {
    return `event: binary\ndata: ${btoa(latin(data))}\n\n`;
  }
  return utf8(
    data.indexOf('\r') < 0
      ? `data: ${data.split('\n').join('\ndata: ')}\n\n`
      : `event: text\ndata: ${JSON.stringify(data)}\n\n`,
  );
}

/** The messages of a posted batch, given as text. */
export function batch(body) {
  return body
    .split('\n\n')
    .slice(0, -1)
    .map((block) => {
      let type = '';
      const lines = [];
      for (const line of block.split('\n')) {
        if (line.indexOf('event: ') === 0) {
          type = line.slice(7);
        } else {
          lines.push(line.slice(6));
        }
      }
      const text = lines.join('\n');
      return type === 'binary' ? octets(atob(text)) : type === 'text' ? JSON.parse(text) : text;
    });
}

/** The parameters of a request; of a repeated one the first counts. */
export function parameters(query) {
  const found = {};
  for (const pair of query.split('&')) {
    const at = pair.indexOf('=');
    const name = pair.slice(0, at);
    if (!(name in found)) {
      found[name] = pair.slice(at + 1);
    }
  }
  return found;
}

/** What a frame from the client says. */
export function record(payload) {
  return typeof payload === 'string' ? [payload.charAt(0), payload.slice(1)] : ['m', payload];
}

/** What a post asks for. */
export function post(query, body) {
  const given = parameters(query);
  return { seq: +given.seq || 0, ack: +given.ack || 0, close: +given.close || 0, messages: batch(body) };
}

/**
 * The model's connection over a link, which is the server's end of a WebSocket or of a reply:
 * `{ begin(status), write(payload), end(code) }`.
 */
export class LinkedConnection {
  begun = false;

  constructor(kind, hold, link) {
    Object.assign(this, { kind, hold, link });
  }

  begin(status) {
    if (!this.begun) {
      this.begun = true;
      this.link.begin(status);
    }
  }

  send(type, data, status) {
    this.begin(status || 200);
    this.link.write(this.kind === 'websocket' ? frame(type, data) : event(type, data));
  }

  end(code) {
    this.link.end(code);
  }
}
