/**
 * The event-stream grammar (WHATWG HTML, "Server-sent events", 9.2.6), both ways, and its mapping to records. Pure.
 *
 * One grammar serves event streams, replies to polls and the batches that we post.
 */
import { fromBase64, toBase64 } from './bytes';
import type { Payload, RecordType } from './records';

/**
 * A parser of one stream. Returns the function that takes the stream's text, cut anywhere; `emit` gets each event's
 * type (empty when the stream names none) and data. An event that the end of the stream cuts off is never emitted.
 */
export function eventParser(emit: (type: string, data: string) => void): (chunk: string) => void {
  let rest = '';
  let begun = false;
  let type = '';
  let data: string | undefined;

  function line(text: string): void {
    if (!text) {
      if (data !== undefined) {
        emit(type, data);
      }
      type = '';
      data = undefined;
      return;
    }
    const colon = text.indexOf(':');
    const field = colon < 0 ? text : text.slice(0, colon);
    const value = colon < 0 ? '' : text.slice(text.charAt(colon + 1) === ' ' ? colon + 2 : colon + 1);
    if (field === 'data') {
      data = data === undefined ? value : data + '\n' + value;
    } else if (field === 'event') {
      type = value;
    }
  }

  return (chunk) => {
    rest += chunk;
    if (!begun && rest) {
      begun = true;
      rest = rest.replace(/^\uFEFF/, '');
    }
    // A CR at the very end may be the first half of a CRLF: it waits for what follows. Lines are split by a string and
    // not by a pattern, since old engines drop empty pieces when splitting by a pattern.
    const held = /\r$/.test(rest) ? '\r' : '';
    const lines = rest.slice(0, rest.length - held.length).replace(/\r\n?/g, '\n').split('\n');
    rest = (lines.pop() as string) + held;
    for (let i = 0; i < lines.length; i++) {
      line(lines[i] as string);
    }
  };
}

const RECORDS = /^(session|ack|ping|gap|reconnect|close|error)$/;

/** Turns an event into a record; an event that means nothing to us is ignored. */
export function eventToRecord(type: string, data: string, emit: (type: RecordType, data: Payload) => void): void {
  if (!type || type === 'message') {
    emit('m', data);
  } else if (type === 'text') {
    emit('m', JSON.parse(data) as string);
  } else if (type === 'binary') {
    emit('m', fromBase64(data));
  } else if (RECORDS.test(type)) {
    emit(type.charAt(0) as RecordType, data);
  }
}

/** A parser of one stream's records. */
export function recordParser(emit: (type: RecordType, data: Payload) => void): (chunk: string) => void {
  return eventParser((type, data) => {
    eventToRecord(type, data, emit);
  });
}

/** A message as an event. Text is well-formed already. */
export function encodeMessage(payload: Payload): string {
  return typeof payload !== 'string'
    ? 'event: binary\ndata: ' + toBase64(payload) + '\n\n'
    : // A CR would end a line, so such a text travels as a JSON string, which has none.
      payload.indexOf('\r') < 0
      ? 'data: ' + payload.split('\n').join('\ndata: ') + '\n\n'
      : 'event: text\ndata: ' + JSON.stringify(payload) + '\n\n';
}
