/*
 * From the server to the client: attach, replay, acknowledge.
 *
 * One session whose connection number 1 is attached. The client attaches again whenever it likes; the network loses,
 * delays, repeats and reorders attaches and posts, and cuts connections. At some moment, perhaps at once, perhaps
 * never, it becomes calm: from then on nothing more is lost or repeated, and the client attaches only if its connection
 * is really gone. Message number n has n for its contents, which only the assertions look at.
 */

#ifndef MESSAGES
#define MESSAGES 2
#endif

/* How often the client attaches while the network is not calm. */
#ifndef ATTACHES
#define ATTACHES 2
#endif

/* One for a connection that the calm finds dead, one for each poll that brings something, and one that stays. */
#define NUMBERS (1 + ATTACHES + 1 + MESSAGES + 1)

/* What a connection has in flight in each direction at most. */
#ifndef DEEP
#define DEEP 2
#endif

#define holds(channel) (len(channel) > 0)
#define hasRoom(channel) (len(channel) < DEEP)
#define max(a, b) ((a) > (b) -> (a) : (b))
#define min(a, b) ((a) < (b) -> (a) : (b))

mtype = { session, message, superseded, end };
mtype = { websocket, polling };

bool calm;

/* The server: an outbox, and who reads it. Connections live in two places; a third takes that of the oldest. */
byte acknowledged, sent, furthest, last;
byte highest = 1;
#define NOBODY 2
byte attached = 0;
byte latest = 0;
byte numberOf[2] = { 1, 0 };
mtype kindOf[2] = { websocket, websocket };
bool cut[2] = { false, true };
bool spoke[2];

/* What is on the way. An attach or a post that was sent once can arrive any number of times, until it is lost. */
chan down[2] = [DEEP] of { mtype, byte };
chan up[2] = [DEEP] of { byte };
bool asked[NUMBERS + 1];
byte positionOf[NUMBERS + 1];
mtype kindWanted[NUMBERS + 1];
bool posted[MESSAGES + 1];
bool answered;

/* The client. It listens to one connection: to none yet, to one of the places, or to one that is gone for good. */
#define NOT_YET 2
#define GONE 3
byte newest = 1;
byte listens = 0;
bool proven = true;
byte position, accepted, handled, delivered;
byte told;
bool telling;

#define done (last == MESSAGES && delivered == MESSAGES && handled == MESSAGES && acknowledged == MESSAGES)

inline invariants() {
  assert(acknowledged <= sent && sent <= furthest && furthest <= last);
  assert(acknowledged <= handled && handled <= accepted && accepted <= furthest);
}

inline clear(c) {
  do
  :: holds(down[c]) -> down[c]?_,_
  :: !holds(down[c]) -> break
  od;
  skip
}

inline clearUp(c) {
  do
  :: holds(up[c]) -> up[c]?_
  :: !holds(up[c]) -> break
  od;
  skip
}

/* Nothing gets to the client any more. What is on its way to the server may still arrive. */
inline cutOff(c) {
  clear(c);
  cut[c] = true
}

/* Puts a record on a connection. What is written to one that is cut gets lost, and so does what the client ignores. */
inline write(c, record, number) {
  if
  :: !cut[c] && hasRoom(down[c]) -> down[c]!record,number
  :: else
  fi
}

inline acknowledge(n) {
  assert(n <= furthest); /* or it is refused with 400 */
#ifdef ACK_NOT_CLAMPED
  acknowledged = max(acknowledged, n);
#else
  acknowledged = max(acknowledged, min(n, sent));
#endif
  invariants()
}

inline attach(k) {
  if
#ifndef NUMBERS_IGNORED
  :: k < highest ->
     printf("server: refuses attach %d, 409\n", k);
     /* 409. A client that hears that of its newest attach believes that somebody else has its session. */
     assert(k < newest)
#endif
#ifdef NUMBERS_IGNORED
  :: (positionOf[k] < acknowledged || positionOf[k] > furthest) ->
#else
  :: k >= highest && (positionOf[k] < acknowledged || positionOf[k] > furthest) ->
#endif
     printf("server: refuses attach %d at %d, 400\n", k, positionOf[k]);
     /* 400, which ends a client that listens to it. */
     assert(k != newest || listens != NOT_YET)
  :: else ->
     printf("server: attaches %d at %d\n", k, positionOf[k]);
     /* The one attached before is ended, and told so if a higher number took over. */
     if
     :: attached == NOBODY
     :: attached != NOBODY && !hasRoom(down[attached]) -> clear(attached); cut[attached] = true
     :: attached != NOBODY && hasRoom(down[attached]) ->
        if
#ifdef NOTICE_ON_REPEAT
        :: write(attached, superseded, 0)
#else
        :: k != highest -> write(attached, superseded, 0)
        :: k == highest -> write(attached, end, 0)
#endif
        fi
     fi;
     latest = 1 - latest;
     if
     :: listens == latest -> listens = GONE
     :: else
     fi;
     clear(latest);
     clearUp(latest);
     attached = latest;
     numberOf[latest] = k;
     kindOf[latest] = kindWanted[k];
     spoke[latest] = false;
     highest = max(k, highest);
#ifdef RESUME_OFF_BY_ONE
     sent = min(positionOf[k] + 1, furthest);
#else
     sent = positionOf[k];
#endif
     acknowledged = max(acknowledged, min(positionOf[k], sent));
     cut[latest] = k != newest;
#ifdef TAKES_FROM_ANY
     cut[latest] = false;
#endif
     if
     :: kindOf[latest] == websocket -> write(latest, session, sent + 1)
     :: else
     fi;
     invariants()
  fi
}

/* An acknowledgement comes on a WebSocket. From one that is not attached it is ignored. */
inline serve(c) {
  up[c]?number;
  if
#ifdef NO_FENCE
  :: true ->
#else
  :: attached == c ->
#endif
     printf("server: hears on %d that %d is handled\n", numberOf[c], number);
     acknowledge(number)
  :: else
  fi;
  number = 0
}

active proctype Server() {
  byte number;
end_idle:
  do
  :: d_step { last < MESSAGES -> last++; printf("server: has message %d\n", last) }

  :: d_step { attached != NOBODY && sent < last && (cut[attached] || hasRoom(down[attached])) ->
       assert(sent >= acknowledged); /* or the message is no longer there */
       sent++;
       furthest = max(furthest, sent);
#ifdef RELEASE_ON_SEND
       acknowledged = sent;
#endif
       printf("server: sends %d on %d\n", sent, numberOf[attached]);
       write(attached, message, sent);
       spoke[attached] = true;
       invariants()
     }

  /* A poll is answered when there is something, or when it expires. */
  :: d_step { attached != NOBODY && kindOf[attached] == polling && (spoke[attached] || !calm) &&
       (cut[attached] || hasRoom(down[attached])) ->
       printf("server: ends poll %d\n", numberOf[attached]);
       write(attached, end, 0);
       attached = NOBODY
     }

  /* It notices that a connection is dead. */
  :: d_step { attached != NOBODY && cut[attached] ->
       printf("server: notices that %d is dead\n", numberOf[attached]);
       attached = NOBODY
     }

  :: d_step { holds(up[0]) -> serve(0) }
  :: d_step { holds(up[1]) -> serve(1) }
  od
}

/* Whether the client's newest connection can bring nothing any more. A real one finds out by a timer. */
#define alive(c) (numberOf[c] == newest && !cut[c] && (attached == c || holds(down[c])))
#define stranded (!asked[newest] \
  && (listens == GONE || (listens < 2 && !alive(listens)) || (listens == NOT_YET && !alive(0) && !alive(1))))

/* What it may acknowledge: what is handled, and no more than its newest connection has brought it. */
#if defined(ACK_AHEAD_OF_ATTACH)
#define tellable handled
#elif defined(ACK_AHEAD_OF_POSITION)
#define tellable (proven -> handled : position)
#else
#define tellable min(handled, position)
#endif

#ifdef TAKES_FROM_ANY
#define hears(c) (holds(down[c]))
#else
#define hears(c) (numberOf[c] == newest && (listens == NOT_YET || listens == c) && holds(down[c]))
#endif

inline take(c) {
  down[c]?what,number;
  if
  :: listens == NOT_YET && numberOf[c] == newest -> listens = c; proven = true
  :: else
  fi;
  if
  :: what == session ->
     printf("client: hears on %d that it begins with %d\n", numberOf[c], number);
     position = number - 1
  :: what == message ->
     position++;
     printf("client: takes %d from %d and counts it as %d\n", number, numberOf[c], position);
     assert(number == position); /* both ends count the same */
     if
#ifdef NO_DEDUPE
     :: true ->
#else
     :: position > accepted ->
#endif
        assert(number == delivered + 1); /* exactly once, and in order */
        delivered++;
        accepted = max(accepted, position)
     :: else
     fi
  :: what == superseded ->
     printf("client: hears on %d that another has its session\n", numberOf[c]);
     /* It believes that somebody else has its session, and leaves it. */
     assert(numberOf[c] != newest)
  :: what == end ->
     printf("client: sees the end of %d\n", numberOf[c]);
     if
     :: listens == c -> listens = GONE
     :: else
     fi
  fi;
  what = 0;
  number = 0;
  invariants()
}

active proctype Client() {
  byte number;
  mtype what;
end_idle:
  do
  :: d_step { hears(0) -> take(0) }
  :: d_step { hears(1) -> take(1) }

  /* The application has finished with a message. */
  :: d_step { handled < accepted -> handled++; printf("client: has handled %d\n", handled) }

  /* It acknowledges: on its WebSocket, or by a post, of which one at a time is under way. */
  :: d_step { told < tellable && listens < 2 && kindOf[listens] == websocket && (cut[listens] || hasRoom(up[listens])) ->
       told = tellable;
       printf("client: says on %d that %d is handled\n", numberOf[listens], told);
       if
       :: !cut[listens] -> up[listens]!told
       :: else
       fi
     }
  :: d_step { told < tellable && !telling && !(listens < 2 && kindOf[listens] == websocket) ->
       told = tellable;
       printf("client: posts that %d is handled\n", told);
       telling = true;
       posted[told] = true
     }
  :: d_step { answered ->
       printf("client: has the answer to its post\n");
       answered = false;
       telling = false
     }

  /* The post failed, or so it looks. */
  :: d_step { telling && !answered && (!calm || !posted[told]) ->
       printf("client: gives its post up\n");
       telling = false;
       told = 0
     }

  /* It attaches, by either transport. */
  :: atomic { newest < NUMBERS && (calm -> stranded && handled == accepted : newest <= ATTACHES) ->
       newest++;
       if
       :: kindWanted[newest] = websocket
       :: kindWanted[newest] = polling
       fi;
       d_step {
         printf("client: asks for attach %d at %d by %e\n", newest, handled, kindWanted[newest]);
         positionOf[newest] = handled;
         asked[newest] = true;
         told = handled;
         position = handled;
         proven = false;
         listens = NOT_YET;
#ifndef TAKES_FROM_ANY
         /* Whatever older connections still bring is ignored. */
         cutOff(0);
         cutOff(1)
#endif
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
  for (k : 0 .. MESSAGES) { MAY_LOSE(posted[k], "network: loses the post that acknowledges %d\n") }
  k = 0;
  calm = true;
  printf("network: is calm\n")
}

active proctype Connections() {
  byte k;
end_idle:
  do
  :: d_step { !calm && !cut[0] -> printf("network: cuts %d\n", numberOf[0]); cutOff(0) }
  :: d_step { !calm && !cut[1] -> printf("network: cuts %d\n", numberOf[1]); cutOff(1) }
  :: d_step { !calm && cut[0] && holds(up[0]) -> printf("network: loses what %d brought\n", numberOf[0]); clearUp(0) }
  :: d_step { !calm && cut[1] && holds(up[1]) -> printf("network: loses what %d brought\n", numberOf[1]); clearUp(1) }
#ifdef CALM
  :: atomic { !calm -> calmDown() }
#endif
  od
}

proctype Attach(byte k) {
end_idle:
  do
  :: d_step { asked[k] -> attach(k); if :: calm -> asked[k] = false :: else fi }
  od
}

proctype Post(byte n) {
end_idle:
  do
  :: d_step { posted[n] ->
       printf("server: hears by a post that %d is handled\n", n);
       acknowledge(n);
       if :: telling && n == told -> answered = true :: else fi;
       if :: calm -> posted[n] = false :: else fi
     }
  od
}

init {
  byte i;
  atomic {
    for (i : 2 .. NUMBERS) { run Attach(i) }
    for (i : 0 .. MESSAGES) { run Post(i) }
    i = 0
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
