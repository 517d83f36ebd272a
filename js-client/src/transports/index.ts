/** Which transports an engine has, and how each is opened. */
import type { Transport } from '../api';
import { openEventSource } from './event-source';
import { openReply } from './reply';
import type { Connection, Network, Sink } from './transport';
import { openWebSocket } from './websocket';

/** EventSource serves where fetch doesn't stream; it can't carry headers. */
function needsEventSource(network: Network): boolean {
  const lookup = network.lookup;
  for (const name in network.headers) {
    return !name;
  }
  return !!lookup('EventSource') && !(lookup('fetch') && lookup('AbortController') && lookup('ReadableStream'));
}

export function supports(network: Network, transport: Transport): boolean {
  const lookup = network.lookup;
  // XMLHttpRequest is tried for streams as well: whether it streams shows in whether a record comes.
  return !!(transport === 'websocket' ? lookup('WebSocket') : lookup('fetch') || lookup('XMLHttpRequest'));
}

/** Opens a connection of the given kind. */
export function openTransport(network: Network, transport: Transport, url: string, sink: Sink, opening: boolean): Connection {
  return transport === 'websocket'
    ? openWebSocket(network, url, sink)
    : transport === 'polling'
      ? openReply(network, url, sink, false, opening ? '' : undefined)
      : needsEventSource(network)
        ? openEventSource(network, url, sink)
        : openReply(network, url, sink, true, undefined);
}
