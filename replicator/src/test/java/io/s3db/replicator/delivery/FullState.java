package io.s3db.replicator.delivery;

import io.s3db.replicator.journal.JournalException;
import io.s3db.replicator.state.StateStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A state whose disk can be full: whatever would be written is refused then. */
final class FullState {
  private static final Set<String> WRITES = Set.of("apply", "note:2");

  private final AtomicInteger refused = new AtomicInteger();
  private volatile boolean full;

  /** Fills the disk, or frees it. */
  void full(boolean now) {
    full = now;
  }

  /** How often something was refused. */
  int refused() {
    return refused.get();
  }

  StateStore around(StateStore store) {
    return (StateStore)
        Proxy.newProxyInstance(
            FullState.class.getClassLoader(),
            new Class<?>[] {StateStore.class},
            (_, method, arguments) -> {
              String name = method.getName();
              if (WRITES.contains(name) || WRITES.contains(name + ":" + length(arguments))) {
                check();
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  /** Throws as a state does. */
  void check() {
    if (full) {
      refused.incrementAndGet();
      throw new JournalException(
          StateStore.DISK_FULL, "The disk of state.db is full.", "Free at least 16 MB.", null);
    }
  }

  private static int length(Object[] arguments) {
    return arguments == null ? 0 : arguments.length;
  }
}
