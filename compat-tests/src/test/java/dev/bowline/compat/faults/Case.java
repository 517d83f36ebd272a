package dev.bowline.compat.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.bowline.compat.host.Await;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A fault, and what is seen of it; where nothing is faulty, nothing of the kind may be seen. */
record Case(String name, Consumer<Scene> fault, Consumer<Scene> look) {
  private static final int PATIENCE_MILLIS = 10_000;
  private static final int NO_PATIENCE_MILLIS = 300;

  /** A client, a proxy and a server. */
  record Scene(FaultProxy proxy, TinyServer server, boolean faulty) {
    RawClient client() {
      return new RawClient(proxy.port(), faulty ? PATIENCE_MILLIS : NO_PATIENCE_MILLIS);
    }

    void does(Fault fault) {
      proxy.does(fault).to(Requests.everything());
    }

    /** The same to what runs already. */
    void doesNow(Fault fault) {
      if (faulty) {
        assertEquals(1, proxy.does(fault).toRunning(Requests.everything()).struck());
      }
    }

    /** A client whose stream has begun. */
    RawClient streams() {
      RawClient client = client().gets("/events");
      Await.until("the stream", () -> server.streams() > 0);
      return client;
    }

    /** Waits for what the server should see; without the fault it would wait in vain. */
    void awaits(BooleanSupplier what) {
      if (faulty) {
        Await.until("what the server should see", what);
      }
    }
  }

  static Case of(String name, Fault fault, Consumer<Scene> look) {
    return new Case(name, scene -> scene.does(fault), look);
  }

  void isSeen() {
    try (TinyServer server = new TinyServer();
        FaultProxy proxy = FaultProxy.before(server.port())) {
      Scene scene = new Scene(proxy, server, true);
      fault.accept(scene);
      try {
        look.accept(scene);
      } catch (AssertionError e) {
        throw new AssertionError(proxy.toString(), e);
      }
    }
  }

  void isNotSeenWithoutTheFault() {
    try (TinyServer server = new TinyServer();
        FaultProxy proxy = FaultProxy.before(server.port())) {
      assertThrows(AssertionError.class, () -> look.accept(new Scene(proxy, server, false)));
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
