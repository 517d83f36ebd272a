/** An XMLHttpRequest and an EventSource for Node, as bare as those of old engines, made of fetch. */
const own = { fetch, TextDecoder };

export class XMLHttpRequest {
  readyState = 0;
  status = 0;
  onreadystatechange = null;
  withCredentials = false;
  #headers = {};
  #reply = null;
  #text = '';
  #abort = new AbortController();
  open(method, url) {
    this.method = method;
    this.url = url;
  }
  setRequestHeader(name, value) {
    this.#headers[name] = value;
  }
  getResponseHeader(name) {
    return this.#reply.headers.get(name);
  }
  get responseText() {
    if (this.readyState < 3) throw new Error('too early');
    return this.#text;
  }
  #change(state) {
    this.readyState = state;
    this.onreadystatechange?.();
  }
  async send(body) {
    try {
      this.#reply = await own.fetch(this.url, {
        method: this.method,
        body: body ?? undefined,
        headers: this.#headers,
        signal: this.#abort.signal,
      });
      this.status = this.#reply.status;
      this.#change(2);
      const decoder = new own.TextDecoder();
      for await (const part of this.#reply.body) {
        this.#text += decoder.decode(part, { stream: true });
        this.#change(3);
      }
    } catch {
      this.status = 0;
    }
    this.#change(4);
  }
  abort() {
    this.#abort.abort();
  }
}

export class EventSource {
  #listeners = {};
  #abort = new AbortController();
  constructor(url) {
    void this.#read(url);
  }
  addEventListener(type, listener) {
    this.#listeners[type] = listener;
  }
  async #read(url) {
    try {
      const reply = await own.fetch(url, { headers: { Accept: 'text/event-stream' }, signal: this.#abort.signal });
      if (reply.status !== 200) throw new Error('refused');
      let rest = '';
      const decoder = new own.TextDecoder();
      for await (const part of reply.body) {
        const blocks = (rest + decoder.decode(part, { stream: true })).split('\n\n');
        rest = blocks.pop();
        for (const block of blocks) {
          const lines = block.split('\n');
          const type = lines.find((line) => line.startsWith('event: '))?.slice(7) ?? 'message';
          const data = lines.filter((line) => line.startsWith('data: ')).map((line) => line.slice(6));
          this.#listeners[type]?.({ type, data: data.join('\n') });
        }
      }
    } catch {
      // Told below.
    }
    this.#listeners.error?.({ type: 'error' });
  }
  close() {
    this.#listeners = {};
    this.#abort.abort();
  }
}
