package io.s3db.replicator.log;

import io.s3db.replicator.ReplicationEvent;
import io.s3db.replicator.ReplicationEvent.Replicated;
import io.s3db.replicator.ReplicationEvent.ReplicationFailed;
import io.s3db.replicator.ReplicationEvent.Skipped;
import io.s3db.replicator.ReplicationEvent.Superseded;
import io.s3db.replicator.delivery.EventSink;
import io.s3db.replicator.journal.ChangeEvent;
import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.state.Consequences;
import io.s3db.replicator.state.DeadLetter;
import io.s3db.replicator.state.LogEntry;
import io.s3db.replicator.state.StateChange;
import io.s3db.replicator.state.StateChange.Bury;
import io.s3db.replicator.state.StateChange.Log;
import io.s3db.replicator.state.StateChange.Mark;
import io.s3db.replicator.state.StateChange.Relog;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Decides what is written in the replication log.
 *
 * <p>A dead letter and its line become durable together. A failed round of attempts is one line,
 * about the first record of the batch; when that record arrives, or a later state of it, the line
 * becomes {@code redriven}. The lines are kept in the state until they are in the log resource, so
 * none is lost to a crash.
 */
public final class LogRecorder implements EventSink, Consequences {
  private final boolean errors;
  private final boolean successes;
  private final Consumer<List<StateChange>> submit;
  private final Map<Row, DeliveryId> open = new ConcurrentHashMap<>();

  /**
   * A recorder.
   *
   * @param errors whether failures are written
   * @param successes whether deliveries are written
   * @param submit takes changes of the state, without waiting for the disk
   */
  public LogRecorder(boolean errors, boolean successes, Consumer<List<StateChange>> submit) {
    this.errors = errors;
    this.successes = successes;
    this.submit = submit;
  }

  /** Takes up lines of an earlier run that were about failed rounds. */
  public void resume(List<LogEntry> openRounds) {
    for (LogEntry entry : openRounds) {
      open.put(
          new Row(entry.replicator(), entry.resourceName(), entry.recordId()), entry.delivery());
    }
  }

  @Override
  public List<StateChange> of(StateChange change) {
    if (!errors) {
      return List.of();
    }
    return switch (change) {
      case Bury(DeadLetter letter) -> List.of(new Log(line(letter)));
      case Mark(String replicator, var id, DeadLetter.Status status)
          when status == DeadLetter.Status.REDRIVEN ->
          List.of(new Relog(replicator, id, LogEntry.Status.REDRIVEN));
      default -> List.of();
    };
  }

  @Override
  public boolean wanted(Class<? extends ReplicationEvent> type) {
    if (type == Replicated.class) {
      return successes || !open.isEmpty();
    }
    if (type == Superseded.class || type == Skipped.class) {
      return !open.isEmpty();
    }
    return errors && type == ReplicationFailed.class;
  }

  @Override
  public void publish(ReplicationEvent event) {
    switch (event) {
      case Replicated done -> replicated(done);
      case Superseded e -> arrived(new Row(e.replicator(), e.resourceName(), e.recordId()));
      case Skipped e -> arrived(new Row(e.replicator(), e.resourceName(), e.recordId()));
      default -> {}
    }
  }

  @Override
  public void publish(ReplicationFailed failed, ChangeEvent change) {
    if (!failed.willRetry()) {
      return; // a dead letter, which has its line already
    }
    DeliveryId id = DeliveryId.parse(failed.deliveryId());
    open.put(new Row(failed.replicator(), failed.resourceName(), failed.recordId()), id);
    LogEntry line =
        new LogEntry(
            LogIds.of(failed.at(), failed.replicator(), id),
            failed.replicator(),
            id,
            failed.resourceName(),
            failed.recordId(),
            failed.operation(),
            LogEntry.Status.ERROR,
            failed.error(),
            failed.attempts(),
            failed.at(),
            change);
    submit.accept(List.of(new Log(line)));
  }

  private void replicated(Replicated done) {
    Row row = new Row(done.replicator(), done.resourceName(), done.recordId());
    if (!arrived(row) && successes) {
      submit.accept(List.of(new Log(line(done))));
    }
  }

  private boolean arrived(Row row) {
    DeliveryId id = open.remove(row);
    if (id == null) {
      return false;
    }
    submit.accept(List.of(new Relog(row.replicator(), id, LogEntry.Status.REDRIVEN)));
    return true;
  }

  private static LogEntry line(Replicated done) {
    DeliveryId id = DeliveryId.parse(done.deliveryId());
    return new LogEntry(
        LogIds.of(done.at(), done.replicator(), id),
        done.replicator(),
        id,
        done.resourceName(),
        done.recordId(),
        done.operation(),
        LogEntry.Status.SUCCESS,
        "",
        done.attempts(),
        done.at(),
        null);
  }

  private static LogEntry line(DeadLetter letter) {
    return new LogEntry(
        LogIds.of(letter.buriedAt(), letter.replicator(), letter.id()),
        letter.replicator(),
        letter.id(),
        letter.event().resource(),
        letter.event().recordId(),
        letter.event().operation(),
        LogEntry.Status.ERROR,
        letter.error(),
        letter.attempts(),
        letter.buriedAt(),
        letter.event());
  }

  private record Row(String replicator, String resource, String recordId) {}
}
