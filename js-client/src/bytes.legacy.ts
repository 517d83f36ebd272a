/**
 * The same as bytes.ts, for engines without typed arrays, base64 or text encoders. Where there are no typed arrays,
 * octets are plain arrays of numbers, to the application as well.
 */
import type { Bytes, Payload } from './records';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

const typedArrays = typeof Uint8Array !== 'undefined';

export function wellFormed(text: string): string {
  return text.replace(/[\uD800-\uDBFF][\uDC00-\uDFFF]|[\uD800-\uDFFF]/g, (unit) => (unit.length > 1 ? unit : '\uFFFD'));
}

export function sizeOf(payload: Payload): number {
  let size = payload.length;
  if (typeof payload === 'string') {
    for (let i = size; i--;) {
      const unit = payload.charCodeAt(i);
      if (unit > 0x7f) {
        // A surrogate counts 2, so that a pair makes the 4 bytes of its character.
        size += unit > 0x7ff && (unit & 0xf800) !== 0xd800 ? 2 : 1;
      }
    }
  }
  return size;
}

export function toBase64(bytes: Bytes): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const rest = bytes.length - i;
    // What lies beyond the end is undefined, which counts as 0 in bits.
    const bits = ((bytes[i] as number) << 16) | ((bytes[i + 1] as number) << 8) | (bytes[i + 2] as number);
    text +=
      ALPHABET.charAt(bits >> 18) +
      ALPHABET.charAt((bits >> 12) & 63) +
      (rest > 1 ? ALPHABET.charAt((bits >> 6) & 63) : '=') +
      (rest > 2 ? ALPHABET.charAt(bits & 63) : '=');
  }
  return text;
}

export function fromBase64(text: string): Bytes {
  const digits = text.replace(/=/g, '');
  const bytes: Bytes = typedArrays ? new Uint8Array((digits.length * 3) >> 2) : [];
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

export function toOctets(data: unknown): Bytes | undefined {
  const view = data as ArrayBufferView | null | undefined;
  return typedArrays
    ? view && view.buffer && typeof data === 'object'
      ? // Old engines have neither `slice` nor `isView`; a typed array made of another one is a copy.
        new Uint8Array(new Uint8Array(view.buffer, view.byteOffset, view.byteLength))
      : /ArrayBuffer/.test(kindOf(data))
        ? new Uint8Array(new Uint8Array(data as ArrayBuffer))
        : undefined
    : /Array/.test(kindOf(data))
      ? (data as number[]).slice()
      : undefined;
}

export function toData(payload: Payload): unknown {
  return typedArrays && typeof payload !== 'string' ? (payload as Uint8Array).buffer : payload;
}

function kindOf(value: unknown): string {
  return Object.prototype.toString.call(value);
}

export function readBlob(blob: Blob, ready: (octets: Bytes | undefined) => void): void {
  if (typeof FileReader === 'undefined') {
    // Node has Blobs and no FileReader.
    blob.arrayBuffer().then(
      (buffer) => {
        ready(toOctets(buffer));
      },
      () => {
        ready(undefined);
      },
    );
    return;
  }
  const reader = new FileReader();
  reader.onloadend = () => {
    ready(toOctets(reader.result));
  };
  reader.readAsArrayBuffer(blob);
}

export function isBlob(data: unknown): data is Blob {
  return /Blob|File/.test(kindOf(data));
}
