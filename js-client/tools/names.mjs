/** Property names that must survive minification: they are on the wire, in the public interface, or the application's. */
export const kept = [
  // session, gap, reconnect, close, error and attach records
  ...['session', 'id', 'resumed', 'ack', 'next', 'heartbeat', 'resumeTimeout', 'wait', 'send', 'receive', 'messages', 'bytes'],
  ...['maxMessage', 'maxBatch', 'transports', 'from', 'to', 'after', 'code', 'reason', 'attach'],
  // transports, which are also values
  ...['websocket', 'sse', 'polling'],
  // options
  ...['headStart', 'connectTimeout', 'backoff', 'maxBackoff', 'probes', 'remember', 'closeTimeout', 'credentials', 'headers'],
  ...['maxBuffer', 'overflow', 'reload', 'environment'],
  // environment
  ...['WebSocket', 'EventSource', 'fetch', 'XMLHttpRequest', 'setTimeout', 'clearTimeout', 'now', 'random', 'localStorage'],
  ...['sessionStorage', 'addEventListener', 'removeEventListener', 'document', 'navigator', 'location', 'href'],
  // the channel and its events
  ...['Bowline', 'transport', 'previous', 'binaryType', 'bufferedAmount', 'readyState', 'protocol', 'extensions', 'url', 'wasClean', 'data'],
  ...['onopen', 'onmessage', 'onerror', 'onclose', 'ontransport', 'ondetached', 'onresumed', 'ongap', 'onreset'],
  ...['handleEvent', 'dispatchEvent', 'type', 'target', 'CONNECTING', 'OPEN', 'CLOSING', 'CLOSED'],
  // of the platform, where terser's list may not have them
  ...['getReader', 'ignoreBOM', 'stream', 'signal', 'sendBeacon', 'persisted', 'visibilityState', 'withCredentials', 'exports'],
];
