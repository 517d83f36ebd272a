package dev.bowline.server;

import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** A listener made of single callbacks, as the builder gathers them. */
final class CallbackListener implements ChannelListener {
  Consumer<Session> open = session -> {};
  BiFunction<Session, Message, ? extends CompletionStage<?>> message =
      (session, content) -> HANDLED;
  BiConsumer<Session, Transport> attach = (session, transport) -> {};
  Consumer<Session> detach = session -> {};
  BiConsumer<Session, CloseReason> close = (session, reason) -> {};

  /** A copy that later calls on the builder don't change. */
  CallbackListener sealed() {
    CallbackListener copy = new CallbackListener();
    copy.open = open;
    copy.message = message;
    copy.attach = attach;
    copy.detach = detach;
    copy.close = close;
    return copy;
  }

  @Override
  public void onOpen(Session session) {
    open.accept(session);
  }

  @Override
  public CompletionStage<?> onMessage(Session session, Message content) {
    return message.apply(session, content);
  }

  @Override
  public void onAttach(Session session, Transport transport) {
    attach.accept(session, transport);
  }

  @Override
  public void onDetach(Session session) {
    detach.accept(session);
  }

  @Override
  public void onClose(Session session, CloseReason reason) {
    close.accept(session, reason);
  }
}
