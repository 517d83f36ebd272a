/** Text and octets: UTF-8 sizes, well-formed text, base64, copies. Pure. The legacy bundle has bytes.legacy.ts instead. */
import type { Bytes, Payload } from './records';

/** Replaces lone surrogates by U+FFFD, as a WebSocket does (Web IDL `USVString`). */
export function wellFormed(text: string): string {
  return text.replace(/[\uD800-\uDFFF]/gu, '\uFFFD');
}

/** The size of a message that counts against limits: bytes of payload, for text in UTF-8. */
export function sizeOf(payload: Payload): number {
  return typeof payload === 'string' ? new TextEncoder().encode(payload).length : payload.length;
}

/** Base64 of octets (RFC 4648 section 4, padded). */
export function toBase64(bytes: Bytes): string {
  let text = '';
  for (let i = 0; i < bytes.length; i++) {
    text += String.fromCharCode(bytes[i] as number);
  }
  return btoa(text);
}

/** The octets of base64 text. */
export function fromBase64(text: string): Bytes {
  return Uint8Array.from(atob(text), (unit) => unit.charCodeAt(0));
}

/** A copy of binary data (an `ArrayBuffer` or a view of one, of any frame) as octets, or undefined for other data. */
export function toOctets(data: unknown): Bytes | undefined {
  const view = data as Partial<ArrayBufferView<ArrayBuffer>>;
  return view && (view.byteLength as number) >= 0
    ? // Through the buffer, since a view's own elements may be wider than an octet.
      new Uint8Array(view.buffer || (data as ArrayBuffer), view.byteOffset || 0, view.byteLength).slice()
    : undefined;
}

/** What the application gets of a payload. Octets of ours always fill their buffer. */
export function toData(payload: Payload): unknown {
  return typeof payload === 'string' ? payload : (payload as Uint8Array).buffer;
}

export function isBlob(data: unknown): data is Blob {
  return !!data && !!(data as Blob).slice && (data as Blob).size >= 0;
}

/** Reads a Blob; `ready` gets undefined if it can't be read (a file that has gone). */
export function readBlob(blob: Blob, ready: (octets?: Bytes) => void): void {
  new Response(blob).arrayBuffer().then(
    (buffer) => {
      ready(toOctets(buffer));
    },
    () => {
      ready();
    },
  );
}
