/**
 * A small server of the protocol for the client's own tests: it echoes, keeps what is not acknowledged, and can be made
 * to misbehave. It judges the client too: what breaks a rule is kept in `violations`.
 */
import { createServer } from 'node:http';
import { randomBytes } from 'node:crypto';
import { WebSocketServer } from 'ws';

const INFO = { heartbeat: 20000, resumeTimeout: 120000, wait: 400, maxMessage: 65536, maxBatch: 262144 };
const STREAM = { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-store, no-transform' };

const encode = (message) =>
  typeof message !== 'string'
    ? `event: binary\ndata: ${message.toString('base64')}\n\n`
    : message.includes('\r')
      ? `event: text\ndata: ${JSON.stringify(message)}\n\n`
      : `data: ${message.split('\n').join('\ndata: ')}\n\n`;
const event = (type, data) => `event: ${type}\ndata: ${typeof data === 'object' ? JSON.stringify(data) : data}\n\n`;

/** The messages of a posted batch. */
function decode(body) {
  return body
    .split('\n\n')
    .slice(0, -1)
    .map((block) => {
      let type = '';
      const data = [];
      for (const line of block.split('\n')) {
        if (line.startsWith('event: ')) type = line.slice(7);
        else if (line.startsWith('data: ')) data.push(line.slice(6));
      }
      const text = data.join('\n');
      return type === 'binary' ? Buffer.from(text, 'base64') : type === 'text' ? JSON.parse(text) : text;
    });
}

export class Session {
  constructor(server) {
    Object.assign(this, {
      server,
      token: randomBytes(16).toString('base64url'),
      attach: 1,
      out: [],
      released: 0,
      accepted: 0,
      received: [],
    });
    this.position = 0;
    this.connection = null;
    this.closed = null;
  }
  info(next) {
    return {
      ...INFO,
      ...this.server.info,
      session: this.token,
      id: 'x',
      resumed: this.attach > 1,
      ack: this.accepted,
      next,
      send: { messages: 100, bytes: 1 << 20 },
      receive: { messages: 64, bytes: 1 << 20, ...this.server.receive },
    };
  }
  send(message) {
    this.out.push(message);
    this.flush();
  }
  /** Takes the messages from `first` on; returns false if there is a hole. */
  take(first, messages) {
    if (first > this.accepted + 1) return false;
    messages.forEach((message, i) => {
      if (first + i === this.accepted + 1) {
        this.accepted++;
        this.received.push(message);
        this.server.onMessage(this, message);
      }
    });
    return true;
  }
  acknowledge(n) {
    if (!(n <= this.released + this.out.length))
      this.server.violations.push(`acknowledged ${n} of ${this.released + this.out.length}`);
    while (this.released < n && this.out.length) {
      this.released++;
      this.out.shift();
    }
  }
  attachNumber(k, n, connection) {
    if (k < this.attach) return 409;
    if (this.connection && k > this.attach) this.connection.supersede();
    this.attach = k;
    this.acknowledge(n);
    this.position = n;
    this.connection = connection;
    return 200;
  }
  flush() {
    if (!this.connection) return;
    const from = this.position - this.released;
    const messages = this.out.slice(from);
    if (messages.length) {
      this.position += messages.length;
      this.connection.messages(messages);
    }
    if (this.closed && this.connection) this.connection.close(this.closed);
  }
  close(code, reason) {
    this.closed = { code, reason };
    this.flush();
  }
}

export class MockServer {
  violations = [];
  sessions = new Map();
  requests = [];
  info = {};
  receive = {};
  sockets = new Set();
  /** Returns true to swallow a request, a status to refuse it. */
  intercept = () => undefined;
  onMessage = (session, message) => {
    if (message === '!close') session.close(4900, 'as asked');
    else session.send(message);
  };

  async start() {
    this.http = createServer((request, response) => this.request(request, response));
    this.ws = new WebSocketServer({ noServer: true, handleProtocols: () => 'bowline.v1' });
    this.http.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
    this.http.on('upgrade', (request, socket, head) => {
      const url = new URL(request.url, 'http://x');
      this.requests.push({ kind: 'websocket', url });
      const verdict = this.intercept('websocket', url, request);
      if (verdict === true) return;
      if (verdict) {
        socket.end(`HTTP/1.1 ${verdict} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
        return;
      }
      this.ws.handleUpgrade(request, socket, head, (ws) => this.webSocket(ws, url));
    });
    await new Promise((done) => this.http.listen(0, '127.0.0.1', done));
    this.url = `http://127.0.0.1:${this.http.address().port}/channel`;
    return this;
  }

  /** Cuts every connection without a word. */
  cut() {
    for (const socket of this.sockets) socket.destroy();
  }

  async stop() {
    this.cut();
    await new Promise((done) => this.http.close(done));
  }

  create() {
    const session = new Session(this);
    this.sessions.set(session.token, session);
    return session;
  }

  webSocket(ws, url) {
    const token = url.pathname.split('/')[2];
    let session = token ? this.sessions.get(token) : this.create();
    let live = true;
    let number = 0;
    const connection = {
      messages: (list) => list.forEach((message) => ws.send(typeof message === 'string' ? 'm' + message : message)),
      supersede: () => {
        live = false;
        ws.send('e' + JSON.stringify({ code: 4409, reason: '' }));
        ws.close(4409);
      },
      close: (why) => {
        ws.send('c' + JSON.stringify(why));
        ws.close(why.code);
      },
    };
    const attach = (k, n) => {
      if (session.attachNumber(k, n, connection) === 409) {
        ws.send('e' + JSON.stringify({ code: 4409, reason: 'late' }));
        ws.close(4409);
        return;
      }
      ws.send('s' + JSON.stringify(session.info(n + 1)));
      session.flush();
    };
    if (!session) {
      ws.send('e' + JSON.stringify({ code: 4404, reason: 'unknown' }));
      ws.close(4404);
      return;
    }
    if (url.searchParams.has('probe')) {
      ws.send('p');
      setTimeout(() => ws.readyState === 1 && ws.send('p'), 200);
    } else {
      attach(token ? +url.searchParams.get('attach') : 1, +(url.searchParams.get('ack') || 0));
    }
    ws.on('message', (data, binary) => {
      const text = binary ? '' : data.toString();
      const type = binary ? 'm' : text[0];
      if (type === 't') {
        const { attach: k, ack } = JSON.parse(text.slice(1));
        attach(k, ack);
      } else if (session.connection !== connection) {
        return;
      } else if (type === 'm') {
        if (!number) this.violations.push('a message before n');
        if (!session.take(number, [binary ? data : text.slice(1)])) this.violations.push('a hole');
        number++;
        clearTimeout(connection.timer);
        connection.timer = setTimeout(() => ws.send('a' + session.accepted), 20);
      } else if (type === 'n') {
        number = +text.slice(1);
        if (number > session.accepted + 1) this.violations.push('n too high');
      } else if (type === 'a') {
        session.acknowledge(+text.slice(1));
      } else if (type === 'c') {
        session.closed = JSON.parse(text.slice(1));
        session.ended = true;
      }
    });
    ws.on('close', () => {
      if (live && session.connection === connection) session.connection = null;
    });
    ws.on('error', () => {});
  }

  refuse(response, status, type, data) {
    response.writeHead(status, STREAM).end(event(type, data));
  }

  request(request, response) {
    const url = new URL(request.url, 'http://x');
    const query = url.searchParams;
    const token = url.pathname.split('/')[2];
    const stream = request.headers.accept === 'text/event-stream';
    const kind = request.method === 'POST' ? 'post' : stream ? 'sse' : 'polling';
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      this.requests.push({ kind, url, body });
      const verdict = this.intercept(kind, url, request, response);
      if (verdict === true) return;
      if (verdict) {
        this.refuse(response, verdict, 'error', { code: 4000 + verdict, reason: 'test' });
        return;
      }
      const session = token ? this.sessions.get(token) : this.create();
      if (!session) this.refuse(response, 404, 'error', { code: 4404, reason: 'unknown' });
      else if (kind === 'post') this.post(session, token, query, body, response);
      else if (stream) this.stream(session, token, query, request, response);
      else this.poll(session, query, response);
    });
  }

  post(session, token, query, body, response) {
    if (!/^text\/plain/.test(response.req.headers['content-type']))
      this.violations.push('a post that needs a preflight');
    if (!token) {
      response.writeHead(200, STREAM).end(event('session', session.info(1)));
      return;
    }
    if (session.ended || (session.closed && query.has('seq'))) {
      this.refuse(response, 410, 'close', session.closed);
      return;
    }
    session.acknowledge(+query.get('ack'));
    if (query.has('seq') && !session.take(+query.get('seq'), decode(body))) {
      this.violations.push('a batch too far');
      this.refuse(response, 409, 'ack', session.accepted);
      return;
    }
    if (query.has('close')) {
      session.closed = { code: +query.get('close'), reason: '' };
      session.ended = true;
    }
    response.writeHead(200, STREAM).end(event('ack', session.accepted));
  }

  stream(session, token, query, request, response) {
    response.writeHead(200, STREAM);
    if (query.has('probe')) {
      response.write(event('ping', ''));
      setTimeout(() => response.write(event('ping', '')), 200);
      return;
    }
    const connection = {
      messages: (list) => response.write(list.map(encode).join('')),
      supersede: () => response.end(event('error', { code: 4409, reason: '' })),
      close: (why) => response.end(event('close', why)),
    };
    const n = +(query.get('ack') || 0);
    if (session.attachNumber(token ? +query.get('attach') : 1, n, connection) === 409) {
      response.end(event('error', { code: 4409, reason: '' }));
      return;
    }
    response.write(event('session', session.info(n + 1)));
    request.socket.on('close', () => {
      if (session.connection === connection) session.connection = null;
    });
    session.flush();
  }

  poll(session, query, response) {
    const n = +query.get('ack');
    if (session.ended) {
      this.refuse(response, 410, 'close', session.closed);
      return;
    }
    let timer;
    const finish = (text) => {
      clearTimeout(timer);
      if (session.connection === connection) session.connection = null;
      if (!response.headersSent) response.writeHead(200, STREAM).end(text);
    };
    const connection = {
      messages: (list) => finish(list.map(encode).join('')),
      supersede: () => finish(event('error', { code: 4409, reason: '' })),
      close: (why) => finish(event('close', why)),
    };
    if (session.attachNumber(+query.get('attach'), n, connection) === 409) {
      this.refuse(response, 409, 'error', { code: 4409, reason: '' });
      return;
    }
    timer = setTimeout(() => finish(''), +query.get('wait'));
    session.flush();
  }
}
