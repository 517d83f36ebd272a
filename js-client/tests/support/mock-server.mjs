/**
 * The model of the server over real sockets, for the client's own tests: it echoes, and can be made to misbehave. What
 * breaks a rule is kept in `violations`.
 */
import { createServer } from 'node:http';
import { randomBytes } from 'node:crypto';
import { WebSocketServer } from 'ws';
import { ModelServer } from '../simulation/model-server.mjs';
import { LinkedConnection, event, parameters, post, record } from '../simulation/wire.mjs';

const STREAM = { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-store, no-transform' };
/** How often the sessions look at the clock, in milliseconds. */
const TICK = 20;

const octets = (data) => new Uint8Array(data);

export class MockServer {
  violations = [];
  sessions = new Map();
  requests = [];
  info = {};
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
    this.clock = setInterval(() => this.sessions.forEach((session) => session.tick()), TICK);
    await new Promise((done) => this.http.listen(0, '127.0.0.1', done));
    this.url = `http://127.0.0.1:${this.http.address().port}/channel`;
    return this;
  }

  /** Cuts every connection without a word. */
  cut() {
    for (const socket of this.sockets) socket.destroy();
  }

  async stop() {
    clearInterval(this.clock);
    this.cut();
    await new Promise((done) => this.http.close(done));
  }

  create() {
    const application = {
      message: (message) => {
        this.onMessage(session, message);
        return true;
      },
      room() {},
      closed() {},
    };
    // Room for all that a test sends while a client is away: what is dropped, the simulation asks.
    const send = { messages: 1000, bytes: 1 << 20 };
    const terms = { acknowledgeAfter: TICK, wait: 400, send, ...this.info };
    const session = new ModelServer(terms, application, Date.now, this.violations);
    session.token = randomBytes(16).toString('base64url');
    this.sessions.set(session.token, session);
    return session;
  }

  webSocket(ws, url) {
    const token = url.pathname.split('/')[2];
    const session = token ? this.sessions.get(token) : this.create();
    const connection = new LinkedConnection('websocket', 0, {
      begin() {},
      write: (payload) => ws.send(payload),
      end: (code) => ws.close(code),
    });
    if (!session) {
      connection.send('e', { code: 4404, reason: 'unknown' });
      ws.close(4404);
      return;
    }
    this.begin(session, token, url, connection);
    ws.on('message', (data, binary) => session.frame(connection, ...record(binary ? octets(data) : data.toString())));
    ws.on('close', () => session.detach(connection));
    ws.on('error', () => {});
  }

  /** Opens, attaches or probes. */
  begin(session, token, url, connection) {
    const given = parameters(url.search.slice(1));
    if (!token) {
      session.open(connection);
    } else if (given.probe) {
      connection.send('p', '');
      setTimeout(() => connection.send('p', ''), 200);
    } else {
      session.attach(connection, +given.attach, +given.ack);
    }
  }

  request(request, response) {
    const url = new URL(request.url, 'http://x');
    const token = url.pathname.split('/')[2];
    const stream = request.headers.accept === 'text/event-stream';
    const kind = request.method === 'POST' ? 'post' : stream ? 'sse' : 'polling';
    const chunks = [];
    const write = (status, bytes) => {
      if (!response.headersSent) response.writeHead(status, STREAM);
      response.write(bytes, 'latin1');
    };
    const reply = (status, type, data) => {
      write(status, event(type, data));
      response.end();
    };
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      this.requests.push({ kind, url, body });
      const verdict = this.intercept(kind, url, request, response);
      if (verdict === true) return;
      if (verdict) {
        reply(verdict, 'e', { code: 4000 + verdict, reason: 'test' });
        return;
      }
      const session = token ? this.sessions.get(token) : this.create();
      if (!session) {
        reply(404, 'e', { code: 4404, reason: 'unknown' });
      } else if (kind === 'post' && token) {
        session.post(post(url.search.slice(1), body), reply);
      } else {
        let status = 200;
        const connection = new LinkedConnection(stream ? 'sse' : 'polling', +url.searchParams.get('wait') || 0, {
          begin: (first) => (status = first),
          write: (bytes) => write(status, bytes),
          end: () => response.end(),
        });
        response.on('close', () => session.detach(connection));
        this.begin(session, token, url, connection);
      }
    });
  }
}
