/**
 * The event-stream grammar (WHATWG HTML, "Server-sent events", 9.2.6), both ways, and its mapping to records. Pure.
 *
 * One grammar serves event streams, replies to polls and the batches that we post.
 */
import { fromBase64, toBase64 } from './bytes';
import { filter } from './lists';
import type { Payload, RecordType } from './records';

/** Takes a record. */
export type TakeRecord = (type: RecordType, data: Payload) => void;

/**
 * A parser of one stream. Returns the function that takes the stream's text, cut anywhere; `emit` gets each event's
 * type (empty when the stream names none) and data. An event that the end of the stream cuts off is never emitted.
 */
export function eventParser(emit: (type: string, data: string) => void): (chunk: string) => void {
  let rest = '';
  /** What the next chunk is not to begin with. */
  let skipped = /^\uFEFF/;
  let type = '';
  let data: string | undefined;

  return (chunk) => {
    if (chunk) {
      rest += chunk.replace(skipped, '');
      // A CR at the end of a chunk ends its line at once; it may still turn out to be the first half of a CRLF.
      skipped = /\r$/.test(chunk) ? /^\n/ : /^$/;
    }
    // By a string and not by a pattern: old engines drop empty pieces when they split by a pattern.
    const lines = rest.replace(/\r\n?/g, '\n').split('\n');
    rest = lines.pop() as string;
    filter(lines, (line) => {
      const parts = /^([^:]*):? ?([\s\S]*)$/.exec(line) as RegExpExecArray;
      if (parts[1] === 'data') {
        data = (data === undefined ? '' : data + '\n') + (parts[2] as string);
      } else if (parts[1] === 'event') {
        type = parts[2] as string;
      } else if (!line) {
        const ready = data;
        const name = type;
        type = '';
        data = undefined;
        if (ready !== undefined) {
          emit(name, ready);
        }
      }
    });
  };
}

/** Takes events for someone who wants records; an event that means nothing to us is ignored. */
export function toRecords(take: TakeRecord): (type: string, data: string) => void {
  return (type, data) => {
    if (!type || type === 'message') {
      take('m', data);
    } else if (type === 'text') {
      take('m', JSON.parse(data) as string);
    } else if (type === 'binary') {
      take('m', fromBase64(data));
    } else if (/^(session|ack|ping|gap|reconnect|close|error)$/.test(type)) {
      take(type.charAt(0) as RecordType, data);
    }
  };
}

/** A message as an event. Text is well-formed already. */
export function encodeMessage(payload: Payload): string {
  return (
    (typeof payload !== 'string'
      ? 'event: binary\ndata: ' + toBase64(payload)
      : // A CR would end a line, so such a text travels as a JSON string, which has none.
        payload.indexOf('\r') < 0
        ? 'data: ' + payload.split('\n').join('\ndata: ')
        : 'event: text\ndata: ' + JSON.stringify(payload)) + '\n\n'
  );
}
