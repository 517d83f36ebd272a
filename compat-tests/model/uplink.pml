/*
 * From the client to the server: messages that are counted on WebSockets and posted beside them.
 *
 * One session. The client moves between WebSockets, on which it states by `next` where it begins, and posts, which say it
 * by `seq` and overlap as they like. The network loses, delays, repeats and reorders attaches, posts and their replies,
 * and cuts WebSockets, until it becomes calm, perhaps at once, perhaps never: from then on nothing more is lost or
 * repeated. A post is answered when its messages are handled or earlier (it was held too long), with what is handled
 * then. Message number n has n for its contents, which only the assertions look at.
 */

#ifndef MESSAGES
#define MESSAGES 2
#endif

/* How often the client attaches while the network is not calm. */
#ifndef ATTACHES
#define ATTACHES 2
#endif

/* One more for a connection that the calm finds dead. */
#define NUMBERS (1 + ATTACHES + 1)

/* What a WebSocket has in flight in each direction at most. */
#ifndef DEEP
#define DEEP 2
#endif

#define holds(channel) (len(channel) > 0)
#define hasRoom(channel) (len(channel) < DEEP)
#define max(a, b) ((a) > (b) -> (a) : (b))
#define min(a, b) ((a) < (b) -> (a) : (b))

mtype = { next, message, session, ack };
mtype = { websocket, polling };

bool calm;

/*
 * The server: an inbox. What it has acknowledged in any way is `told`; what on a WebSocket, `toldThere`. The highest
 * number that came over a WebSocket is `came`, and is owed its acknowledgement there.
 */
byte accepted, handled, told, came, toldThere;
byte highest = 1;
#define NOBODY 2
byte attached = NOBODY;
byte latest = 1;
byte numberOf[2];
bool cut[2] = true;
byte expected[2];

/* What is on the way. What was sent once can arrive any number of times, until it is lost. */
byte i;
chan up[2] = [DEEP] of { mtype, byte };
chan down[2] = [DEEP] of { mtype, byte };
bool asked[NUMBERS + 1];
mtype kindWanted[NUMBERS + 1];
#define BATCHES (MESSAGES * MESSAGES)
#define batch(first, last) (((first) - 1) * MESSAGES + (last) - 1)
bool posted[BATCHES];
byte heldUntil;
bool replied[MESSAGES + 1];
bool conflict[MESSAGES + 1];

/* The client: an outbox. `stated` is what the server expects next on this WebSocket, 0 if nothing was stated. */
byte newest = 1;
mtype kind = polling;
#define NOT_YET 2
#define GONE 3
byte listens = GONE;
byte acknowledged, sent, last;
byte stated;

#define done (last == MESSAGES && handled == MESSAGES && acknowledged == MESSAGES)

inline invariants() {
  assert(acknowledged <= sent && sent <= last);
  assert(acknowledged <= handled && handled <= accepted && accepted <= last);
}

inline clear(channel) {
  do
  :: holds(channel) -> channel?_,_
  :: !holds(channel) -> break
  od;
  skip
}

/* The connection dies. What it was bringing to the server may still arrive. */
inline cutOff(c) {
  clear(down[c]);
  cut[c] = true;
  numberOf[c] = 0
}

/* Leaves out what could still arrive, but would change nothing: attaches before k, acknowledgements up to n. */
inline forgetAttaches(k) {
  i = 2;
  do
  :: i < k -> asked[i] = false; kindWanted[i] = 0; i++
  :: else -> break
  od;
  i = 0
}

inline forgetReplies(n) {
  i = 1;
  do
  :: i <= n -> replied[i] = false; i++
  :: else -> break
  od;
  i = 0
}

/* The server takes in a message that it counts as this number. */
inline accept(at, contents) {
  assert(contents == at); /* both ends count the same */
  if
#ifdef NO_DEDUPE
  :: true ->
#else
  :: at > accepted ->
#endif
     assert(contents == accepted + 1); /* exactly once, and in order */
     accepted++
  :: else
  fi
}

/* What an acknowledgement says. */
#ifdef ACK_ON_ACCEPT
#define tellable accepted
#else
#define tellable handled
#endif

/* Whatever the server says on a WebSocket. What is written to one that is cut gets lost. */
inline tell(c, record) {
  told = tellable;
  toldThere = told;
  printf("server: says on %d that %d is handled\n", numberOf[c], told);
  if
  :: !cut[c] -> down[c]!record,told
  :: else
  fi
}

/* The client hears that everything up to n is handled. */
inline release(n) {
  if
  :: n > acknowledged ->
     acknowledged = n;
     sent = max(sent, acknowledged);
     forgetReplies(n)
  :: else
  fi;
  invariants()
}

/* ---- the server */

/* What this connection still brings is ignored. */
inline fence(c) {
  if
#ifndef NO_FENCE
  :: c != NOBODY -> clear(up[c]); expected[c] = 0
#endif
  :: else
  fi
}

inline attach(k) {
  if
  :: k < highest -> printf("server: refuses attach %d, 409\n", k)
  :: else ->
     printf("server: attaches %d, has handled %d\n", k, handled);
     highest = k;
     fence(attached);
     if
     :: kindWanted[k] == polling -> attached = NOBODY
     :: else ->
        latest = 1 - latest;
        if
        :: listens == latest -> listens = GONE
        :: else
        fi;
        clear(up[latest]);
        clear(down[latest]);
        attached = latest;
        cut[latest] = k != newest;
        numberOf[latest] = (k == newest -> k : 0);
#ifdef COUNTED_FROM_SESSION
        expected[latest] = handled + 1;
#else
        expected[latest] = 0;
#endif
        tell(latest, session)
     fi;
     forgetAttaches(k)
  fi
}

inline serve(c) {
  up[c]?what,number;
  if
#ifndef NO_FENCE
  :: attached != c -> skip
#endif
  :: else ->
     if
     :: what == next ->
#ifndef COUNTED_FROM_SESSION
        /* Or the WebSocket is closed with 4400. */
        printf("server: hears on %d that it begins with %d\n", numberOf[c], number);
        assert(number >= max(1, expected[c]) && number <= accepted + 1);
        expected[c] = number
#endif
     :: what == message ->
        printf("server: takes %d from %d and counts it as %d\n", number, numberOf[c], expected[c]);
        assert(expected[c] > 0 && expected[c] <= accepted + 1);
#ifdef OWED_FOR_REPEATS_ONLY
        before = accepted;
#endif
        accept(expected[c], number);
#if defined(OWED_FOR_REPEATS_ONLY)
        came = (expected[c] <= before -> max(came, expected[c]) : came);
#elif !defined(NO_ACK_FOR_REPEATS)
        came = max(came, expected[c]);
#endif
        expected[c]++
     fi
  fi;
  what = 0;
  number = 0;
#ifdef OWED_FOR_REPEATS_ONLY
  before = 0;
#endif
  invariants()
}

active proctype Server() {
  mtype what;
  byte number;
#ifdef OWED_FOR_REPEATS_ONLY
  byte before;
#endif
end_idle:
  do
  :: d_step { holds(up[0]) -> serve(0) }
  :: d_step { holds(up[1]) -> serve(1) }

  /* The application has finished with a message. */
  :: d_step { handled < accepted -> handled++; printf("server: has handled %d\n", handled) }

  /* It answers a post. What can't be news to the client is left out. */
  :: d_step { heldUntil > 0 && (!calm || handled >= heldUntil) ->
       told = tellable;
       printf("server: answers a post with %d\n", told);
       heldUntil = 0;
       if
       :: told > acknowledged -> replied[told] = true
       :: else
       fi
     }

  /* It acknowledges on the WebSocket. */
  :: d_step { attached != NOBODY && (cut[attached] || hasRoom(down[attached])) &&
       (tellable > told || min(came, tellable) > toldThere) ->
       tell(attached, ack)
     }

  /* It notices that a connection is dead. */
  :: d_step { attached != NOBODY && cut[attached] ->
       printf("server: notices that the WebSocket is dead\n");
       fence(attached);
       attached = NOBODY
     }
  od
}

/* One post: messages first to last. It arrives, and is answered; each may happen again, or never. */
proctype Post(byte first, last_one) {
  byte number;
end_idle:
  do
  :: d_step { posted[batch(first, last_one)] ->
       if
#ifndef AHEAD_TAKEN
       :: first > accepted + 1 ->
          printf("server: refuses the post of %d to %d, 409 with %d\n", first, last_one, accepted);
          conflict[accepted] = true
#endif
       :: else ->
          printf("server: takes the post of %d to %d\n", first, last_one);
          number = first;
          do
          :: number <= last_one -> accept(number, number); number++
          :: else -> break
          od;
          heldUntil = max(heldUntil, last_one)
       fi;
       number = 0;
       if :: calm -> posted[batch(first, last_one)] = false :: else fi;
       invariants()
     }
  od
}

/* An acknowledgement on its way back from a post. */
proctype Reply(byte n) {
end_idle:
  do
  :: d_step { replied[n] ->
       printf("client: hears by the answer to a post that %d is handled\n", n);
       release(n);
       if :: calm -> replied[n] = false :: else fi
     }
  :: d_step { conflict[n] ->
       printf("client: hears that the server has accepted %d\n", n);
       /* It goes on from there; this releases nothing. */
#ifdef CONFLICT_RELEASES
       release(n);
#endif
       if
       :: kind == polling && n < sent -> sent = max(n, acknowledged)
       :: else
       fi;
       if :: calm -> conflict[n] = false :: else fi;
       invariants()
     }
  od
}

/* ---- the client */

#define alive(c) (numberOf[c] == newest && !cut[c] && (attached == c || holds(down[c])))
/* Whether the newest WebSocket can bring nothing any more. A real client finds out by its end or by a timer. */
#define stranded (kind == websocket && !asked[newest] && \
  (listens == GONE || (listens < 2 && !alive(listens)) || (listens == NOT_YET && !alive(0) && !alive(1))))
#define hears(c) (kind == websocket && numberOf[c] == newest && (listens == NOT_YET || listens == c) && holds(down[c]))

/* The WebSocket that it writes to. It need not have heard from it. */
#define writes(c) (kind == websocket && numberOf[c] == newest && !cut[c] && (listens == NOT_YET || listens == c))

inline hear(c) {
  down[c]?what,number;
  listens = c;
  what = 0;
  printf("client: hears on %d that %d is handled\n", numberOf[c], number);
  release(number);
  number = 0
}

/* It writes the next message, and first its number if that isn't what the server expects. */
#ifdef NEXT_ONLY_ONCE
#define unstated (stated == 0)
#else
#define unstated (stated != sent + 1)
#endif
inline writeOne(c) {
  listens = c;
  if
#ifndef COUNTED_FROM_SESSION
  :: unstated ->
     stated = sent + 1;
     printf("client: says on %d that it begins with %d\n", numberOf[c], stated);
     up[c]!next,stated
#endif
  :: else ->
     sent++;
     stated = sent + 1;
     printf("client: sends %d on %d\n", sent, numberOf[c]);
     up[c]!message,sent
#ifdef RELEASE_ON_WRITE
     ;
     acknowledged = sent
#endif
  fi;
  invariants()
}

/* An answer to a post is under way. */
#define news(n) (replied[n] && n > acknowledged)
#if MESSAGES == 1
#define answered news(1)
#elif MESSAGES == 2
#define answered (news(1) || news(2))
#else
#define answered (news(1) || news(2) || news(3))
#endif

active proctype Client() {
  mtype what;
  byte number, first;
end_idle:
  do
  /* The application sends. */
  :: d_step { last < MESSAGES -> last++; printf("client: has message %d\n", last) }

  :: d_step { hears(0) -> hear(0) }
  :: d_step { hears(1) -> hear(1) }

  :: d_step { writes(0) && sent < last && hasRoom(up[0]) -> writeOne(0) }
  :: d_step { writes(1) && sent < last && hasRoom(up[1]) -> writeOne(1) }

  /* It posts one message or all there are, from what is not acknowledged or from what is not sent. */
  :: atomic { kind == polling && !calm && acknowledged < last ->
       if
       :: first = acknowledged + 1
       :: first = sent + 1
       fi;
       if
       :: first <= last ->
          if
          :: number = first
          :: number = last
          fi;
          d_step {
            printf("client: posts %d to %d\n", first, number);
            posted[batch(first, number)] = true;
            sent = max(sent, number)
          }
       :: else
       fi;
       first = 0;
       number = 0
     }

  /* In the calm it posts what is left when nothing of the same post is under way any more: a timer tells. */
  :: d_step { kind == polling && calm && acknowledged < last && !answered &&
       heldUntil == 0 && !posted[batch(acknowledged + 1, last)] ->
       printf("client: posts %d to %d\n", acknowledged + 1, last);
       posted[batch(acknowledged + 1, last)] = true;
       sent = last
     }

  /* It attaches. What is not acknowledged goes out again. */
  :: atomic { newest < NUMBERS && (calm -> stranded : newest <= ATTACHES) ->
       newest++;
       if
       :: kindWanted[newest] = websocket
       :: kindWanted[newest] = polling
       fi;
       d_step {
         kind = kindWanted[newest];
         printf("client: asks for attach %d by %e\n", newest, kind);
         asked[newest] = true;
         sent = acknowledged;
         stated = 0;
         listens = NOT_YET;
         cutOff(0);
         cutOff(1);
         skip
       }
     }
  od
}

/* ---- the network */

/* From now on it behaves. What is on the way is either lost now, or arrives once. */
#define MAY_LOSE(it, text) \
    if \
    :: it -> it = false; printf(text, k) \
    :: skip \
    fi
inline calmDown() {
  for (k : 2 .. NUMBERS) { MAY_LOSE(asked[k], "network: loses attach %d\n") }
  for (k : 0 .. BATCHES - 1) { MAY_LOSE(posted[k], "network: loses batch %d\n") }
  for (k : 0 .. MESSAGES) { MAY_LOSE(replied[k], "network: loses the answer to a post, %d\n") }
  for (k : 0 .. MESSAGES) { conflict[k] = false }
  k = 0;
  calm = true;
  printf("network: is calm\n")
}

active proctype Connections() {
  byte k;
end_idle:
  do
  :: d_step { !calm && !cut[0] -> printf("network: cuts %d\n", numberOf[0]); cutOff(0); skip }
  :: d_step { !calm && !cut[1] -> printf("network: cuts %d\n", numberOf[1]); cutOff(1); skip }
  :: d_step { !calm && cut[0] && holds(up[0]) -> printf("network: loses what a dead WebSocket brought\n"); clear(up[0]); skip }
  :: d_step { !calm && cut[1] && holds(up[1]) -> printf("network: loses what a dead WebSocket brought\n"); clear(up[1]); skip }
#ifdef CALM
  :: atomic { !calm -> calmDown() }
#endif
  od
}

proctype Attach(byte k) {
end_idle:
  do
  :: d_step { asked[k] -> attach(k); if :: calm -> asked[k] = false; kindWanted[k] = 0 :: else fi }
  od
}

init {
  byte j, k;
  atomic {
    for (k : 2 .. NUMBERS) { run Attach(k) }
    for (k : 1 .. MESSAGES) {
      for (j : k .. MESSAGES) { run Post(k, j) }
    }
    for (k : 0 .. MESSAGES) { run Reply(k) }
    k = 0;
    j = 0
  }
}

#ifdef LIVENESS
ltl arrives { [] (calm -> <> done) }
#endif
#ifdef CALM
/* Where nothing can happen any more, everything has arrived, and both ends know. */
active proctype Judge() {
  timeout -> assert(done)
}
#endif
