/** Property names that must survive minification. Whatever is not here gets a letter. */
const groups = [
  // records
  'session id resumed ack next heartbeat resumeTimeout wait send receive messages bytes maxMessage maxBatch transports from to after code reason attach',
  // transports, which are values as well
  'websocket sse polling',
  // options
  'headStart connectTimeout backoff maxBackoff probes remember closeTimeout credentials headers maxBuffer overflow reload environment',
  // environment
  'WebSocket EventSource fetch XMLHttpRequest AbortController ReadableStream TextDecoder Blob setTimeout clearTimeout now random',
  'localStorage sessionStorage addEventListener removeEventListener navigator location href',
  // the channel and its events
  'Bowline transport previous binaryType bufferedAmount readyState protocol extensions url wasClean data type target',
  'onopen onmessage onerror onclose ontransport ondetached onresumed ongap onreset CONNECTING OPEN CLOSING CLOSED',
  'close dispatchEvent handleEvent',
  // the language
  'length prototype constructor call apply push pop shift concat slice split join replace indexOf charAt charCodeAt fromCharCode test exec',
  'filter sort toString toLowerCase then name message parse stringify min max pow floor random encode decode',
  // the platform
  'buffer byteOffset byteLength size arrayBuffer method body signal abort status get getReader read done value stream ignoreBOM text',
  'open onreadystatechange responseText setRequestHeader getResponseHeader withCredentials onloadend result readAsArrayBuffer',
  'getItem setItem removeItem sendBeacon persisted Accept exports isView',
];

/** Those of the topics, which the client itself need not keep. */
const topics =
  'topics topic subscribe unsubscribe listen since position complete epoch onsubscribed onrefused onunsubscribed';

export const kept = groups.join(' ').split(' ');
export const keptByTopics = kept.concat(topics.split(' '));
