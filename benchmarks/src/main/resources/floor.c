/*
 * The floor: what the system calls alone cost. One thread, epoll, a message encoded once, one write
 * for each delivery, and nothing else of what a server has to do. It knows its clients (benchmarks,
 * package load): a head comes whole, a key is always the same, and nobody is slow.
 *
 * Prints the port for clients and the one for orders. Each order is a message of 100 bytes, to be
 * told to everybody. Ends with its standard input.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

enum { MESSAGE = 100, EVENT = 6 + MESSAGE + 2, KEPT = 1024, MOST_CLIENTS = 70000, EVENTS = 1024 };

enum kind { NONE, LISTENER, ORDER_LISTENER, ORDERS, INPUT, NEWCOMER, WEBSOCKET, STREAM, POLL };

struct client {
  enum kind kind;
  int held;
  long after;
};

static struct client clients[MOST_CLIENTS];
static int highest;
static char events_kept[KEPT * EVENT];
static long last;

static const char UPGRADED[] =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
    "Sec-WebSocket-Protocol: bowline.v1\r\n\r\n";
static const char STREAMING[] =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n"
    "Cache-Control: no-store, no-transform\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n:\n\n\r\n";
static const char REPLY[] =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n"
    "Cache-Control: no-store, no-transform\r\nContent-Length: %ld\r\n\r\n";

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void say(int fd, struct iovec *parts, int count) {
  ssize_t wanted = 0;
  for (int i = 0; i < count; i++) wanted += parts[i].iov_len;
  ssize_t written = count == 1 ? write(fd, parts[0].iov_base, wanted) : writev(fd, parts, count);
  if (written != wanted && errno != EPIPE && errno != ECONNRESET) fail("a client is slow");
}

static void say_bytes(int fd, const void *bytes, size_t length) {
  struct iovec part = {(void *)bytes, length};
  say(fd, &part, 1);
}

/* What a poll has missed. The messages of a ring that has not wrapped are one piece. */
static void answer(int fd, struct client *client) {
  char head[256];
  long from = client->after % KEPT, count = last - client->after;
  long first = from + count > KEPT ? KEPT - from : count;
  struct iovec parts[3] = {
      {head, snprintf(head, sizeof head, REPLY, count * EVENT)},
      {events_kept + from * EVENT, first * EVENT},
      {events_kept, (count - first) * EVENT},
  };
  client->held = 0;
  say(fd, parts, count > first ? 3 : 2);
}

static void broadcast(const char *message) {
  char frame[2 + MESSAGE] = {(char)0x81, MESSAGE};
  char chunk[4 + EVENT + 2];
  memcpy(frame + 2, message, MESSAGE);
  char *event = events_kept + last % KEPT * EVENT;
  memcpy(event, "data: ", 6);
  memcpy(event + 6, message, MESSAGE);
  memcpy(event + 6 + MESSAGE, "\n\n", 2);
  snprintf(chunk, 5, "%02x\r\n", EVENT);
  memcpy(chunk + 4, event, EVENT);
  memcpy(chunk + 4 + EVENT, "\r\n", 2);
  last++;
  for (int fd = 0; fd <= highest; fd++) {
    struct client *client = &clients[fd];
    if (client->kind == WEBSOCKET) say_bytes(fd, frame, sizeof frame);
    else if (client->kind == STREAM) say_bytes(fd, chunk, sizeof chunk);
    else if (client->kind == POLL && client->held) answer(fd, client);
  }
}

static void orders(int fd) {
  static char said[64 * MESSAGE];
  static size_t there;
  ssize_t more = read(fd, said + there, sizeof said - there);
  if (more <= 0) exit(0);
  there += more;
  size_t done = 0;
  for (; there - done >= MESSAGE; done += MESSAGE) broadcast(said + done);
  memmove(said, said + done, there - done);
  there -= done;
}

static void hear(int fd, struct client *client) {
  char said[8192];
  ssize_t length = read(fd, said, sizeof said - 1);
  if (length <= 0) {
    client->kind = NONE;
    close(fd);
    return;
  }
  if (client->kind == WEBSOCKET) return;
  said[length] = 0;
  if (strstr(said, "Upgrade: websocket")) {
    client->kind = WEBSOCKET;
    say_bytes(fd, UPGRADED, sizeof UPGRADED - 1);
  } else if (strstr(said, "Accept: text/event-stream")) {
    client->kind = STREAM;
    say_bytes(fd, STREAMING, sizeof STREAMING - 1);
  } else {
    client->kind = POLL;
    char *after = strstr(said, "after=");
    client->after = after ? atol(after + 6) : 0;
    client->held = 1;
    if (client->after < last) answer(fd, client);
  }
}

static int listening(int *port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (fd < 0 || bind(fd, (struct sockaddr *)&address, length) || listen(fd, 4096) ||
      getsockname(fd, (struct sockaddr *)&address, &length))
    fail("listening");
  *port = ntohs(address.sin_port);
  return fd;
}

static void watch(int epoll, int fd, enum kind kind) {
  if (fd >= MOST_CLIENTS) {
    errno = EMFILE;
    fail("too many clients");
  }
  struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
  clients[fd] = (struct client){.kind = kind};
  if (fd > highest) highest = fd;
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) && kind != INPUT) fail("epoll_ctl");
}

static void take_in(int epoll, int listener, enum kind kind) {
  int one = 1, fd;
  while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    watch(epoll, fd, kind);
  }
}

int main(void) {
  int port, order_port, epoll = epoll_create1(0);
  watch(epoll, listening(&port), LISTENER);
  watch(epoll, listening(&order_port), ORDER_LISTENER);
  watch(epoll, STDIN_FILENO, INPUT);
  printf("%d %d\n", port, order_port);
  fflush(stdout);
  for (;;) {
    struct epoll_event events[EVENTS];
    int count = epoll_wait(epoll, events, EVENTS, -1);
    for (int i = 0; i < count; i++) {
      int fd = events[i].data.fd;
      switch (clients[fd].kind) {
        case LISTENER: take_in(epoll, fd, NEWCOMER); break;
        case ORDER_LISTENER: take_in(epoll, fd, ORDERS); break;
        case ORDERS: orders(fd); break;
        case INPUT: {
          char ignored[64];
          if (read(fd, ignored, sizeof ignored) <= 0) return 0;
          break;
        }
        case NONE: break;
        default: hear(fd, &clients[fd]);
      }
    }
  }
}
