/** Which transports an engine has, and how each is opened. */
import type { Transport } from '../api';
import { openEventSource } from './event-source';
import { openPoll } from './polling';
import { openStream } from './stream';
import type { Connection, Network, Sink } from './transport';
import { openWebSocket } from './websocket';

/** Whether fetch hands over a body as it comes. */
function streamsByFetch(network: Network): boolean {
  const lookup = network.lookup;
  return !!(lookup('fetch') && lookup('AbortController') && lookup('TextDecoder') && lookup('ReadableStream'));
}

/** EventSource can't carry headers. */
function hasEventSource(network: Network): boolean {
  for (const name in network.headers) {
    return !name;
  }
  return !!network.lookup('EventSource');
}

export function supports(network: Network, transport: Transport): boolean {
  const lookup = network.lookup;
  const http = lookup('fetch') || lookup('XMLHttpRequest');
  return !!(transport === 'websocket'
    ? lookup('WebSocket')
    : transport === 'sse'
      ? // XMLHttpRequest is tried as well: whether it streams shows in whether a record comes.
        http || hasEventSource(network)
      : http);
}

/** Opens a connection of the given kind. An opening's URL has no token. */
export function openTransport(network: Network, transport: Transport, url: string, sink: Sink, opening: boolean): Connection {
  return transport === 'websocket'
    ? openWebSocket(network, url, sink)
    : transport === 'polling'
      ? openPoll(network, url, sink, opening)
      : streamsByFetch(network) || !hasEventSource(network)
        ? openStream(network, url, sink)
        : openEventSource(network, url, sink);
}
