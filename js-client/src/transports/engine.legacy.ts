/** What the engines of the legacy bundle have: anything from fetch with streams down to a bare XMLHttpRequest. */
import type { Transport } from '../api';
import type { Lookup } from '../environment';
import * as modern from './engine';
import { openEventSource } from './event-source';
import type { Connection, Network, Sink } from './transport';
import { requestByXhr } from './xhr';

function fetchStreams(lookup: Lookup): unknown {
  // A fetch that can't be aborted would hold one of the few connections to the host for as long as a poll lasts.
  return lookup('fetch') && lookup('AbortController') && lookup('ReadableStream');
}

export function supports(network: Network, transport: Transport): unknown {
  // XMLHttpRequest is tried for streams as well: whether it streams shows in whether a record comes.
  return modern.supports(network, transport) || (transport !== 'websocket' && network.lookup('XMLHttpRequest'));
}

export function openEventStream(network: Network, url: string, sink: Sink): Connection {
  let headers = false;
  for (const name in network.headers) {
    headers = !!name;
  }
  // EventSource can't carry headers.
  return headers || fetchStreams(network.lookup) || !network.lookup('EventSource')
    ? modern.openEventStream(network, url, sink)
    : openEventSource(network, url, sink);
}

export const request: typeof modern.request = (network, url, body, headers, begin, chunk, end) =>
  (fetchStreams(network.lookup) ? modern.request : requestByXhr)(network, url, body, headers, begin, chunk, end);
