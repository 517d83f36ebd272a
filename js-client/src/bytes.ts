/**
 * Text and octets: UTF-8 sizes, well-formed text, base64. Pure, and built on nothing that an engine of 2008 lacks:
 * `atob`, `TextEncoder` and `String.prototype.toWellFormed` all arrived later than the engines we serve.
 */
import type { Bytes } from './records';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Whether this engine has typed arrays. */
export const typedArrays = typeof Uint8Array !== 'undefined';

/** Octets of a given length, zeroed where the engine can. */
export function octets(length: number): Bytes {
  return typedArrays ? new Uint8Array(length) : [];
}

/** Replaces lone surrogates by U+FFFD, as a WebSocket does (Web IDL `USVString`). */
export function wellFormed(text: string): string {
  return text.replace(/[\uD800-\uDBFF][\uDC00-\uDFFF]|[\uD800-\uDFFF]/g, (unit) => (unit.length > 1 ? unit : '\uFFFD'));
}

/** The length in bytes of well-formed text in UTF-8. */
export function utf8Length(text: string): number {
  let length = text.length;
  for (let i = text.length; i--; ) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7f) {
      // A surrogate counts 2, so that a pair makes the 4 bytes of its character.
      length += unit > 0x7ff && (unit & 0xf800) !== 0xd800 ? 2 : 1;
    }
  }
  return length;
}

/** Base64 of octets (RFC 4648 section 4, padded). */
export function toBase64(bytes: Bytes): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const rest = bytes.length - i;
    const bits = ((bytes[i] as number) << 16) | ((rest > 1 ? (bytes[i + 1] as number) : 0) << 8) | (rest > 2 ? (bytes[i + 2] as number) : 0);
    text +=
      ALPHABET.charAt(bits >> 18) +
      ALPHABET.charAt((bits >> 12) & 63) +
      (rest > 1 ? ALPHABET.charAt((bits >> 6) & 63) : '=') +
      (rest > 2 ? ALPHABET.charAt(bits & 63) : '=');
  }
  return text;
}

/** The octets of base64 text. Input comes from our own server, so what is outside the alphabet is not looked at. */
export function fromBase64(text: string): Bytes {
  const digits = text.replace(/=+$/, '');
  const bytes = octets((digits.length * 3) >> 2);
  let bits = 0;
  let at = 0;
  for (let i = 0; i < digits.length; i++) {
    bits = (bits << 6) | ALPHABET.indexOf(digits.charAt(i));
    // Every digit but the first of four completes an octet.
    if (i & 3) {
      bytes[at++] = (bits >> (6 - 2 * (i & 3))) & 255;
    }
  }
  return bytes;
}

/** A copy of binary data as octets, or undefined if it is something else. */
export function toOctets(data: unknown): Bytes | undefined {
  const view = data as ArrayBufferView | null | undefined;
  if (typedArrays) {
    // Through the buffer, since a view's own elements may be wider than an octet. Old engines lack `slice` and `isView`.
    return view && view.buffer && typeof data === 'object'
      ? new Uint8Array(new Uint8Array(view.buffer, view.byteOffset, view.byteLength))
      : /ArrayBuffer\]/.test(kind(data))
        ? new Uint8Array(new Uint8Array(data as ArrayBuffer))
        : undefined;
  }
  return kind(data) === '[object Array]' ? (data as number[]).slice() : undefined;
}

/** The class of a value, whatever frame it comes from. */
function kind(value: unknown): string {
  return Object.prototype.toString.call(value);
}

/** What the application gets of a payload. Octets of ours always fill their buffer. */
export function toData(payload: string | Bytes): unknown {
  return typedArrays && typeof payload !== 'string' ? (payload as Uint8Array).buffer : payload;
}

export function isBlob(data: unknown): data is Blob {
  return /(Blob|File)\]/.test(kind(data));
}
