package io.s3db.replicator;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes what was opened, last first, whatever happens on the way. */
final class Closers {
  private static final Logger LOG = LoggerFactory.getLogger(ReplicatorPlugin.class);

  private final Deque<Named> open = new ArrayDeque<>();

  private record Named(String name, AutoCloseable resource) {}

  <T extends AutoCloseable> T add(String name, T resource) {
    open.push(new Named(name, resource));
    return resource;
  }

  void closeAll() {
    boolean interrupted = false;
    while (!open.isEmpty()) {
      Named each = open.pop();
      try {
        each.resource().close();
      } catch (InterruptedException _) {
        interrupted = true;
      } catch (Exception e) {
        LOG.warn("{} did not close cleanly; nothing is lost", each.name(), e);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
