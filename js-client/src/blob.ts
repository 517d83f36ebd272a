/** Blobs, which can't be read at once. */
import { toOctets } from './bytes';
import type { Lookup } from './environment';
import type { Payload } from './records';

/** Reads a Blob; `ready` gets undefined if it can't be read (a file that has gone). */
export function readBlob(lookup: Lookup, blob: Blob, ready: (octets: Payload | undefined) => void): void {
  const Reader = lookup('FileReader');
  if (Reader) {
    const reader = new Reader();
    reader.onloadend = () => {
      ready(toOctets(reader.result));
    };
    reader.readAsArrayBuffer(blob);
  } else {
    // Node has Blobs and no FileReader.
    blob.arrayBuffer().then(
      (buffer) => {
        ready(toOctets(buffer));
      },
      () => {
        ready(undefined);
      },
    );
  }
}
