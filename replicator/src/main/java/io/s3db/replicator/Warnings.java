package io.s3db.replicator;

import io.s3db.replicator.ReplicationEvent.Warned;
import io.s3db.replicator.delivery.EventSink;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells each warning once: in the log and as an event. Repetitions are counted. */
final class Warnings {
  private static final Logger LOG = LoggerFactory.getLogger(ReplicatorPlugin.class);

  private final String replicator;
  private final EventSink events;
  private final InstantSource time;
  private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();

  Warnings(String replicator, EventSink events, InstantSource time) {
    this.replicator = replicator;
    this.events = events;
    this.time = time;
  }

  void warn(String code, String subject, String message) {
    AtomicLong count = counts.computeIfAbsent(code + " " + subject, _ -> new AtomicLong());
    if (count.incrementAndGet() == 1) {
      LOG.warn("{}: {} ({} {})", replicator, message, code, subject);
      events.publish(new Warned(replicator, time.instant(), code, subject, message));
    }
  }

  /** A secret attribute stays in its database. */
  void secretLeftOut(String resource, String path) {
    warn(
        "SECRET_LEFT_OUT",
        resource + "." + path,
        "The secret '%s' of %s is left out of what is sent: a transform that returns it sends its cipher text."
            .formatted(path, resource));
  }

  /** The next warning of this code and subject is told again. */
  void forget(String code, String subject) {
    counts.remove(code + " " + subject);
  }

  /** How often each was given: {@code warnings.FIELD_DROPPED orders.status}. */
  Map<String, Long> counts() {
    Map<String, Long> all = new TreeMap<>();
    counts.forEach((name, count) -> all.put("warnings." + name, count.get()));
    return all;
  }
}
