package io.s3db.testkit.leak;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What this process holds at one moment: platform threads, virtual threads of ours, sockets and
 * files.
 *
 * @param names of all of it, each with a number that is used once
 */
record Held(Set<String> names) {
  private static final Set<String> OF_THE_PLATFORM =
      Set.of(
          "ForkJoinPool",
          "VirtualThread",
          "MasterPoller",
          "Common-Cleaner",
          "Cleaner-",
          "process reaper",
          "Attach Listener",
          "Signal Dispatcher",
          "surefire",
          "awaitility",
          "junit",
          "Keep-Alive",
          "C1 Compiler",
          "C2 Compiler",
          "Notification Thread",
          "PostgreSQL-JDBC",
          "elasticmq");

  /** Copies the names. */
  Held {
    names = Set.copyOf(names);
  }

  static Held now() {
    Set<String> all = new TreeSet<>(platformThreads());
    all.addAll(VirtualThreads.ours());
    all.addAll(Descriptors.open());
    return new Held(all);
  }

  /** What came since another moment. */
  Set<String> since(Held before) {
    Set<String> left = new TreeSet<>(names);
    left.removeAll(before.names);
    left.removeIf(Sockets::isShared);
    return left;
  }

  private static Set<String> platformThreads() {
    Stream<Thread> threads = Thread.getAllStackTraces().keySet().stream();
    return threads
        .filter(thread -> OF_THE_PLATFORM.stream().noneMatch(thread.getName()::startsWith))
        .map(thread -> "thread " + thread.getName() + " #" + thread.threadId())
        .collect(Collectors.toSet());
  }
}
