package dev.bowline.server.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class HeldPostsTest {
  private final HeldPosts posts = new HeldPosts();

  private HeldPosts.Held hold(long until, long deadline) {
    HeldPosts.Held post = new HeldPosts.Held(until, until, deadline, null, new Bench.Answer());
    posts.add(post);
    return post;
  }

  @Test
  void aPostIsDueWhenItsLastMessageIsHandled() {
    HeldPosts.Held later = hold(5, 100);
    HeldPosts.Held sooner = hold(3, 100);

    assertEquals(List.of(), posts.takeDue(2, 0));
    assertEquals(List.of(sooner), posts.takeDue(4, 0));
    assertEquals(List.of(later), posts.takeDue(5, 0));
    assertTrue(posts.isEmpty());
  }

  @Test
  void aPostIsDueAtItsDeadline() {
    HeldPosts.Held sooner = hold(5, 50);
    hold(5, 100);

    assertEquals(50, posts.earliestDeadline());
    assertEquals(List.of(sooner), posts.takeDue(0, 50));
    assertEquals(100, posts.earliestDeadline());
  }

  @Test
  void theOldestMakeWayForMoreThanEight() {
    HeldPosts.Held oldest = hold(1, 100);
    HeldPosts.Held next = hold(1, 100);
    for (int i = 0; i < HeldPosts.MOST; i++) {
      hold(1, 100);
    }

    assertEquals(List.of(oldest, next), posts.takeDue(0, 0));
    assertEquals(HeldPosts.MOST, posts.takeAll().size());
  }

  @Test
  void whereNoneIsHeldNoneIsEverDue() {
    assertEquals(DeadlineWheel.NEVER, posts.earliestDeadline());
    assertEquals(List.of(), posts.takeDue(9, 9));
  }
}
