package io.s3db.replicator.watch;

import io.s3db.ResourceNotFoundException;
import io.s3db.S3dbException;
import io.s3db.UnreadableRecordException;
import io.s3db.replicator.ReplicationEvent;
import io.s3db.replicator.delivery.EventSink;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what is wrong with the watch: in the log, and as events. Safe for many threads. */
final class WatchWarnings {
  private static final Logger LOG = LoggerFactory.getLogger(WatchWarnings.class);

  private final EventSink events;
  private final InstantSource time;
  private final Set<String> warned = new HashSet<>();

  WatchWarnings(EventSink events, InstantSource time) {
    this.events = events;
    this.time = time;
  }

  /** What a failure says, with a full stop. */
  static String sentence(RuntimeException e) {
    String text = e instanceof S3dbException ? String.valueOf(e.getMessage()) : e.toString();
    String message = text.strip();
    return message.endsWith(".") ? message : message + ".";
  }

  /** Tells each time; who calls sees to it that this is once for each state of an object. */
  void unreadable(UnreadableRecordException why) {
    publish("WATCH_UNREADABLE", why.getMessage() + " It is not told to any destination.");
  }

  void unknown(ResourceNotFoundException why) {
    once(
        "WATCH_RESOURCE",
        sentence(why),
        "There are records of a resource that the catalogue does not have: " + sentence(why));
  }

  /** Tells it once for each subject, until all is well. */
  void once(String code, String subject, String text) {
    synchronized (warned) {
      if (!warned.add(code + " " + subject)) {
        return;
      }
    }
    publish(code, text);
  }

  /** What is wrong later is said again. */
  void allIsWell(boolean doubtful) {
    synchronized (warned) {
      warned.removeIf(
          each -> each.startsWith("WATCH_FAILED") || (!doubtful && each.startsWith("WATCH_ASKS")));
    }
  }

  private void publish(String code, String text) {
    LOG.warn("watch: {}", text);
    events.publish(new ReplicationEvent.Warned(Watcher.NAME, time.instant(), code, "", text));
  }
}
