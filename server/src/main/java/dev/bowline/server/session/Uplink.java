package dev.bowline.server.session;

import dev.bowline.server.wire.Payload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What comes from the client: its messages, by whichever way, and the posts that wait for them to
 * be handled. Not thread-safe: guarded by its session.
 */
final class Uplink {
  /** Acknowledge at the latest this long after the oldest message that could be. */
  static final long ACKNOWLEDGE_AFTER = 1_000;

  /** What became of one message. */
  enum Taken {
    ACCEPTED,
    KNOWN,
    OVER_WINDOW
  }

  private final SessionTerms terms;
  private final Client client;
  private final Inbox inbox;
  private @Nullable HeldPosts posts;
  private long owedSince;

  /**
   * Up to here the client needs no word from the connection: it had one, or the reply to the post
   * that brought the message, which is posted again until it is answered.
   */
  private long settled;

  /** The highest number that came over a connection, which owes it an acknowledgement. */
  private long came;

  Uplink(SessionTerms terms, Client client, Inbox inbox) {
    this.terms = terms;
    this.client = client;
    this.inbox = inbox;
  }

  /** Takes one numbered message off a WebSocket. */
  Taken take(long number, Payload payload, long now) {
    came = Math.max(came, number);
    if (number <= inbox.accepted()) {
      if (!owesAcknowledgement()) {
        owedSince = now;
      }
      settled = Math.min(settled, number - 1);
      return Taken.KNOWN;
    }
    if (client == Client.LIBRARY && !inbox.allows(1, payload.size())) {
      return Taken.OVER_WINDOW;
    }
    inbox.accept(payload);
    return Taken.ACCEPTED;
  }

  /** Whether a post could be taken in as far as its numbers go; nothing changes. */
  Post.@Nullable Refusal check(Post post) {
    long first = first(post);
    if (first > inbox.accepted() + 1) {
      return Post.Refusal.AHEAD;
    }
    List<Payload> fresh = fresh(post);
    long bytes = 0;
    for (Payload payload : fresh) {
      bytes += payload.size();
    }
    if (inbox.allows(fresh.size(), bytes)) {
      return null;
    }
    return post.sequence().isPresent() ? Post.Refusal.OVER_WINDOW : Post.Refusal.TOO_FAST;
  }

  /** Takes in a post that {@link #check} let through, and holds its reply. */
  void take(Post post, PostReply reply, long now) {
    int count = post.messages().size();
    long until = count == 0 ? 0 : first(post) + count - 1;
    List<Payload> fresh = fresh(post);
    long brought = fresh.isEmpty() ? 0 : until;
    fresh.forEach(inbox::accept);
    if (posts == null) {
      posts = new HeldPosts();
    }
    posts.add(new HeldPosts.Held(until, brought, now + terms.pollHold(), post.closing(), reply));
  }

  private long first(Post post) {
    return post.sequence().orElse(inbox.accepted() + 1);
  }

  private List<Payload> fresh(Post post) {
    List<Payload> messages = post.messages();
    long known = Math.min(messages.size(), Math.max(0, inbox.accepted() + 1 - first(post)));
    return messages.subList((int) known, messages.size());
  }

  /** The application has finished with one message. */
  void handled(long now) {
    if (!owesAcknowledgement()) {
      owedSince = now;
    }
    inbox.finish();
  }

  /** Whether an acknowledgement could be given to the connection. */
  boolean owesAcknowledgement() {
    return inbox.handled() > settled;
  }

  /** The connection is being told that everything handled is handled; returns the number. */
  long acknowledge() {
    settled = inbox.acknowledge();
    return settled;
  }

  /** The same in the reply to a post. If that is lost, nobody asks for more than it brought. */
  long acknowledgeTo(HeldPosts.Held post) {
    long handled = inbox.acknowledge();
    if (handled <= post.brought() && came <= settled) {
      settled = handled;
    }
    return handled;
  }

  /** Whether an acknowledgement should go out now even if nothing else does. */
  boolean acknowledgementIsDue(long now) {
    return client != Client.BARE_WEBSOCKET
        && owesAcknowledgement()
        && (inbox.isHalfUsed() || now >= owedSince + ACKNOWLEDGE_AFTER);
  }

  /** Takes the posts that can be answered. */
  List<HeldPosts.Held> takeDuePosts(long now) {
    return posts == null || posts.isEmpty() ? List.of() : posts.takeDue(inbox.handled(), now);
  }

  List<HeldPosts.Held> takeAllPosts() {
    List<HeldPosts.Held> all = posts == null ? List.of() : posts.takeAll();
    posts = null;
    return all;
  }

  /** When a connection is to say an acknowledgement that found no company. */
  long acknowledgesAt() {
    return client != Client.BARE_WEBSOCKET && owesAcknowledgement()
        ? owedSince + ACKNOWLEDGE_AFTER
        : DeadlineWheel.NEVER;
  }

  /** When a held post is to be answered at the latest. */
  long deadline() {
    return posts == null ? DeadlineWheel.NEVER : posts.earliestDeadline();
  }
}
