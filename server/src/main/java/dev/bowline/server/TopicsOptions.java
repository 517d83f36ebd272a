package dev.bowline.server;

import static dev.bowline.server.ChannelOptions.atLeast;
import static dev.bowline.server.ChannelOptions.atMost;

import dev.bowline.server.session.Window;
import dev.bowline.server.topic.Retention;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/**
 * The limits of a channel's topics.
 *
 * @param history what each topic keeps for those who come later
 * @param ahead how far a publisher may be ahead of the connections
 * @param topicsPerSession how many topics a session may be in, for its client to subscribe to one
 *     more
 * @param maxTopics how many topics there may be
 * @param onSubscribe whether a client may subscribe
 */
record TopicsOptions(
    Retention history,
    Window ahead,
    int topicsPerSession,
    int maxTopics,
    BiFunction<Session, String, ? extends CompletionStage<Boolean>> onSubscribe) {

  /** Returns these options if they go with that send window, else throws. */
  TopicsOptions validated(Window send) {
    if (!history.equals(Retention.NONE)) {
      within("history", history.messages(), history.bytes(), send);
      atLeast("history age in ms", history.ageMillis(), 1);
    }
    within("ahead", ahead.messages(), ahead.bytes(), send);
    atLeast("topicsPerSession", topicsPerSession, 1);
    atLeast("maxTopics", maxTopics, 1);
    return this;
  }

  private static void within(String option, int messages, long bytes, Window send) {
    atLeast(option + " messages", messages, 1);
    atLeast(option + " bytes", bytes, 1);
    // The smallest send window there can be still has room for one message.
    String half = ", with half of sendWindow as the bound";
    atMost(option + " messages" + half, messages, Math.max(1, send.messages() / 2));
    atMost(option + " bytes" + half, bytes, Math.max(1, send.bytes() / 2));
  }
}
