/**
 * Topics over a channel. Optional: who does not import it does not load it.
 *
 * It stands between a channel and its listeners, by standing before the channel's `dispatchEvent` and `send`: topics'
 * messages go to the handlers of their subscriptions, everything else goes on as it was.
 *
 * For each topic it brings together what is wanted here and what holds at the server, by one command at a time: the
 * next one is sent when the last is answered. What the server does of its own accord may come between the two.
 */
import type { BowlineEvent } from './api';
import type { Bowline } from './bowline';
import { MARK, octetsOf, readEnvelope } from './envelope';
import type { Notice } from './envelope';
import { filter } from './lists';

/** Something that concerns a topic. */
export interface TopicEvent extends BowlineEvent {
  readonly topic: string;
  /** Where the subscription stands now, for `since`. */
  readonly position: string;
}

/** A message of a topic. */
export interface TopicMessageEvent extends TopicEvent {
  /** Text, or binary as the channel's `binaryType` says. */
  readonly data: unknown;
}

/** The subscription has begun, or has begun again after the session was lost. */
export interface TopicSubscribedEvent extends TopicEvent {
  /** False if messages between the position that was asked for and `position` are not kept any more. */
  readonly complete: boolean;
}

/** The subscription was refused, and has ended. */
export interface TopicRefusedEvent extends TopicEvent {
  /** 4400 malformed, 4403 not allowed, 4429 too many. */
  readonly code: number;
  readonly reason: string;
}

export interface SubscriptionOptions {
  /** A position (`event.position`): whatever was published after it comes first, as far as the server has kept it. */
  since?: string | undefined;
  onsubscribed?: ((event: TopicSubscribedEvent) => void) | undefined;
  onrefused?: ((event: TopicRefusedEvent) => void) | undefined;
  /** The server has ended the subscription. */
  onunsubscribed?: ((event: TopicEvent) => void) | undefined;
}

export interface Subscription {
  readonly topic: string;
  /** That of the last message; empty as long as none is known. */
  readonly position: string;
  /** Ends it: its handlers are not called any more. */
  unsubscribe(): void;
}

/** The topics of a channel. */
export interface Topics {
  /**
   * Subscribes to a topic. If the session is lost, the new one is subscribed from the last position.
   * @throws RangeError for a name that is empty, longer than 200 bytes or has control characters, URIError for one that
   * has half a surrogate pair
   */
  subscribe(topic: string, handler: (event: TopicMessageEvent) => void, options?: SubscriptionOptions): Subscription;
  /** Hears a topic that the server subscribes this session to; asks for nothing. */
  listen(
    topic: string,
    handler: (event: TopicMessageEvent) => void,
    options?: Omit<SubscriptionOptions, 'since'>,
  ): Subscription;
}

/** `readyState` (W3C WebSocket). */
const OPEN = 1;
// eslint-disable-next-line no-control-regex -- it is the mark
const BEGINS = /^\x01/;
/** 1 to 200 bytes of UTF-8 in percent encoding, without control characters. */
const NAME = /^(?:[^%]|%[^017].|%7[^F]){1,200}$/;

/** Where an entry stands: it wants the server to subscribe it; it takes what comes; it is over. */
const WAITING = 0;
const LIVE = 1;
const OVER = 2;

/** One call of `subscribe` or `listen`. */
interface Entry extends Subscription {
  position: string;
  state: typeof WAITING | typeof LIVE | typeof OVER;
  /** The number of the message that it takes next. */
  next: number;
  /** Whether it only listens. */
  readonly passive: boolean;
  readonly handler: unknown;
  readonly options: SubscriptionOptions;
}

/** The events that come by, all of them ours to change. */
interface Written {
  type: string;
  target: unknown;
  topic: string;
  position: string;
  data: unknown;
  /** What binary data is before a channel makes a Blob of it. */
  body: unknown;
  messages: readonly unknown[];
}

interface Topic {
  readonly name: string;
  /** What was sent and is not answered. */
  command: '' | 'subscribe' | 'unsubscribe';
  /** The position that was sent along, if any. */
  since: string;
  /** Whether this side has made the server subscribe it. */
  ours: boolean;
  /** Of the topic's life at the server; empty while the session is not subscribed. */
  epoch: string;
  /** Never changed in place: a handler may subscribe and unsubscribe. */
  entries: readonly Entry[];
}

type Handler = (event: BowlineEvent) => void;

/** A channel, as far as it matters here. */
interface Shared {
  topics?: Topics;
  bufferedAmount: number;
  readyState: number;
  send(data: unknown): void;
  dispatchEvent(event: BowlineEvent): boolean;
  addEventListener(type: string, listener: Handler): void;
}

/**
 * The topics of a channel, always the same for the same channel. From now on its `message` listeners get direct messages
 * only. To be called before anything is sent, right after the channel was made.
 */
export function topics(bowline: Bowline): Topics {
  const shared = bowline as unknown as Shared;
  return shared.topics || (shared.topics = create(shared));
}

function create(bowline: Shared): Topics {
  const send = bowline.send;
  const dispatch = bowline.dispatchEvent;
  /** By their names behind a space, so that none is one of `Object`'s. */
  const known: Record<string, Topic> = {};
  /** Whether a command found no room in the channel's buffer. */
  let late = false;
  let handle: Handler;

  const each = (visit: (topic: Topic) => void): void => {
    for (const key in known) {
      if (!key.indexOf(' ')) {
        visit(known[key] as Topic);
      }
    }
  };

  const find = (name: string): Topic =>
    known[' ' + name] || (known[' ' + name] = { name, command: '', since: '', ours: false, epoch: '', entries: [] });

  /** Calls a handler by way of the channel, which sees to what it throws. */
  const call = (handler: unknown, entry: Entry, event: Partial<Written>): void => {
    if (handler) {
      handle = handler as Handler;
      event.topic = entry.topic;
      event.position = entry.position;
      event.type = 'topic';
      event.target = bowline;
      dispatch.call(bowline, event as BowlineEvent);
    }
  };

  /** Sends the command that is due, if any. */
  const settle = (topic: Topic): void => {
    const waiting = filter(topic.entries, (entry) => entry.state === WAITING)[0];
    if (!topic.command && (waiting || (topic.ours && !topic.entries.length)) && bowline.readyState === OPEN) {
      const before = bowline.bufferedAmount;
      topic.command = waiting ? 'subscribe' : 'unsubscribe';
      topic.since = waiting ? waiting.position : '';
      try {
        const data = { topic: topic.name, since: topic.since || undefined };
        send.call(bowline, MARK + topic.command + ' ' + JSON.stringify(data));
      } catch {
        // It found no room, as it does without a word in a channel that drops.
      }
      if (bowline.bufferedAmount <= before) {
        topic.command = '';
        late = true;
      }
    }
    if (!topic.command && !topic.epoch && !topic.entries.length) {
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete
      delete known[' ' + topic.name];
    }
  };

  const drop = (topic: Topic, entry: Entry): void => {
    entry.state = OVER;
    topic.entries = filter(topic.entries, (other) => other !== entry);
  };

  /** The server says how things stand: in answer to what was sent, or of its own accord. */
  const told = (topic: Topic, word: string, notice: Notice): void => {
    const begins = word === 'subscribed';
    const ends = word === 'unsubscribed';
    const position = notice.epoch + '.' + (notice.next - 1);
    const answer = ends
      ? topic.command === 'unsubscribe'
      : topic.command === 'subscribe' &&
        // What is complete and begins elsewhere was not asked for by us.
        (!topic.since || !notice.complete || topic.since === position);
    if (answer) {
      topic.command = '';
    }
    if (begins) {
      topic.epoch = notice.epoch;
      topic.ours = topic.ours || answer;
    } else if (ends) {
      topic.epoch = '';
      topic.ours = false;
    }
    filter(topic.entries, (entry) => {
      const asked = entry.state === WAITING && answer && entry.position === topic.since;
      const moved = entry.state === LIVE && (ends || (begins && entry.passive && !answer));
      if ((asked && !ends) || moved) {
        if (begins) {
          entry.state = LIVE;
          entry.next = notice.next;
          entry.position = position;
        } else if (entry.passive) {
          entry.next = 1;
        } else {
          drop(topic, entry);
        }
        call(entry.options[('on' + word) as 'onsubscribed'], entry, notice);
      }
    });
    settle(topic);
  };

  /** Takes a message. Returns whether it is a direct one. */
  const take = (event: Partial<Written>): boolean => {
    const data = event.data as string;
    const envelope = readEnvelope(typeof data === 'string' ? data : octetsOf(event.body || data));
    if (!envelope) {
      return true;
    }
    const number = envelope.number;
    const notice = envelope.notice;
    const content = envelope.start && data.slice(envelope.start);
    if (notice) {
      told(find(notice.topic), envelope.word as string, notice);
    } else if (number) {
      const topic = known[' ' + (envelope.topic as string)];
      if (topic && topic.epoch) {
        filter(topic.entries, (entry) => {
          if (entry.state === LIVE && number >= entry.next) {
            entry.next = number + 1;
            entry.position = topic.epoch + '.' + number;
            call(entry.handler, entry, { data: content });
          }
        });
      }
    } else {
      event.data = event.body = content;
      return !!content;
    }
    return false;
  };

  /** A new session knows nothing of what was asked of the old one. */
  const reset = (event: Partial<Written>): void => {
    each((topic) => {
      topic.command = topic.epoch = '';
      topic.ours = false;
      filter(topic.entries, (entry) => {
        if (entry.passive) {
          entry.next = 1;
        } else {
          entry.state = WAITING;
        }
      });
    });
    const direct: unknown[] = [];
    filter(event.messages as unknown[], (message) => {
      const text = BEGINS.test(message as string) ? (message as string).slice(1) : message;
      if (text === message || BEGINS.test(text as string)) {
        direct.push(text);
      }
    });
    event.messages = direct;
  };

  bowline.send = (data) => {
    // Whatever is not binary is sent as text.
    const text = !(data && (data as ArrayBuffer).byteLength >= 0) && BEGINS.test(data as string);
    send.call(bowline, text ? MARK + (data as string) : data);
  };

  bowline.dispatchEvent = (event) => {
    const type = event.type;
    if (type === 'reset') {
      reset(event);
    } else if (type === 'gap') {
      // It may be an answer that was dropped, and asking twice does no harm.
      each((topic) => {
        topic.command = '';
      });
    }
    if (type !== 'message' || take(event)) {
      dispatch.call(bowline, event);
    }
    // Behind what the application itself does first in a new session.
    if (late || type !== 'message') {
      late = false;
      each(settle);
    }
    return true;
  };

  bowline.addEventListener('topic', (event) => {
    handle(event);
  });

  const add =
    (passive: boolean) =>
    (name: string, handler: unknown, options?: SubscriptionOptions): Subscription => {
      name = '' + name;
      if (!NAME.test(encodeURIComponent(name))) {
        throw new RangeError('Not a topic: ' + name);
      }
      const topic = find(name);
      const given = options || {};
      const entry: Entry = {
        topic: name,
        position: given.since || '',
        state: passive ? LIVE : WAITING,
        next: 1,
        passive,
        handler,
        options: given,
        unsubscribe() {
          if (entry.state !== OVER) {
            drop(topic, entry);
            settle(topic);
          }
        },
      };
      topic.entries = topic.entries.concat(entry);
      settle(topic);
      return entry;
    };

  return { subscribe: add(false), listen: add(true) };
}
