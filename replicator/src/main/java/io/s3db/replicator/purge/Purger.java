package io.s3db.replicator.purge;

import io.s3db.ResourceNotFoundException;
import io.s3db.S3dbException;
import io.s3db.replicator.ReplicatorState;
import io.s3db.replicator.explain.ExplainedChange;
import io.s3db.replicator.explain.Explanation;
import io.s3db.replicator.explain.Explanation.Journey;
import io.s3db.replicator.state.RecordState.Erased;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Erases the traces of one record, once no destination is to be sent a change of it any more.
 *
 * <p>Every step can be repeated: after a crash, or after a step that failed, the whole purge is
 * asked for again.
 */
public final class Purger {
  private static final Duration GLANCE = Duration.ofMillis(50);

  private final Traces traces;

  /** Where traces are, and how they are erased. */
  public interface Traces {
    /** How the record stands on its way, the whole journal looked through. */
    Explanation explain(String resource, String recordId) throws InterruptedException;

    /**
     * Whether the record is there.
     *
     * @throws ResourceNotFoundException if its resource is not
     */
    boolean exists(String resource, String recordId);

    /** Does something while no write of the record is under way in this process. */
    void whileUnwritten(String resource, String recordId, Work work) throws InterruptedException;

    /**
     * Does something while no destination is at work, and the replication log is not written.
     * Destinations begin again where they ended.
     */
    void whileStopped(Work work) throws InterruptedException;

    /** Erases what the watch knows of it; returns how much was there. */
    int watch(String resource, String recordId) throws InterruptedException;

    /** Erases it in the journal; returns how many changes were there. */
    int journal(String resource, String recordId);

    /** Erases it in the state. */
    Erased state(String resource, String recordId, boolean rowKeys);

    /** Erases its lines in the resource of the replication log; returns how many there were. */
    int log(String resource, String recordId);

    /** Erases contents of messages about it in the store; returns how many there were. */
    int claims(String resource, String recordId);

    /** Counts changes that a destination never gets. */
    void dropped(String replicator, long changes);

    /** Now. */
    Instant now();
  }

  /** Something to do. */
  @FunctionalInterface
  public interface Work {
    /** Does it. */
    void run() throws InterruptedException;
  }

  /** Erases with these hands. */
  public Purger(Traces traces) {
    this.traces = traces;
  }

  /**
   * Erases the traces of a record.
   *
   * @throws S3dbException if it must not be erased now, or a step failed
   */
  public PurgeReport purge(String resource, String recordId, PurgeOptions options)
      throws InterruptedException {
    Instant until = traces.now().plus(options.patience());
    while (true) {
      refuseIfThere(resource, recordId, options);
      boolean last = !traces.now().isBefore(until);
      List<PurgeReport> report = new ArrayList<>();
      traces.whileUnwritten(
          resource,
          recordId,
          () -> tryOnce(resource, recordId, options, last).ifPresent(report::add));
      if (!report.isEmpty()) {
        return report.getFirst();
      }
      TimeUnit.NANOSECONDS.sleep(GLANCE.toNanos());
    }
  }

  private void refuseIfThere(String resource, String recordId, PurgeOptions options) {
    boolean there;
    try {
      there = traces.exists(resource, recordId);
    } catch (ResourceNotFoundException _) {
      return; // what a resource left that is gone may be erased
    }
    if (there && !options.existing()) {
      throw new S3dbException(
          "PURGE_EXISTS",
          "The traces of %s/%s were not erased: the record is still there."
              .formatted(resource, recordId),
          "Delete it first, so that its destinations delete it too; or say that the traces of an"
              + " existing record are meant.");
    }
  }

  /** Nothing if something is still to be sent, and there is time to wait. */
  private Optional<PurgeReport> tryOnce(
      String resource, String recordId, PurgeOptions options, boolean last)
      throws InterruptedException {
    Explanation found = traces.explain(resource, recordId);
    boolean doubted =
        found.journal().changes().stream()
            .anyMatch(change -> change.outcome() == ExplainedChange.Outcome.IN_DOUBT);
    List<Journey> open = found.journeys().stream().filter(Purger::holds).toList();
    if (!doubted && (open.isEmpty() || (options.force() && last))) {
      return Optional.of(erase(found, options, open));
    }
    if (last) {
      throw doubted ? inDoubt(resource, recordId) : waits(resource, recordId, open.getFirst());
    }
    return Optional.empty();
  }

  /** For a destination that is disabled, or not configured any more, nothing is held. */
  private static boolean holds(Journey journey) {
    return journey.isOpen()
        && journey.state() != ReplicatorState.DISABLED
        && !journey.driver().isEmpty();
  }

  private static S3dbException inDoubt(String resource, String recordId) {
    return new S3dbException(
        "PURGE_WAITS",
        "The traces of %s/%s were not erased: nobody knows yet whether a write of it took effect."
            .formatted(resource, recordId),
        "It is being found out; purge again later.");
  }

  private static S3dbException waits(String resource, String recordId, Journey journey) {
    String state =
        journey.reason().isEmpty()
            ? journey.state().word()
            : journey.state().word() + ": " + journey.reason();
    return new S3dbException(
        "PURGE_WAITS",
        "The traces of %s/%s were not erased: a change of it is still to be sent to '%s', which is %s"
            .formatted(resource, recordId, journey.replicator(), state),
        "Purge again when it was delivered; or by force, and that destination never gets it.");
  }

  private PurgeReport erase(Explanation found, PurgeOptions options, List<Journey> open)
      throws InterruptedException {
    String resource = found.resource();
    String recordId = found.recordId();
    int claims = traces.claims(resource, recordId);
    List<PurgeReport> report = new ArrayList<>();
    traces.whileStopped(
        () -> {
          // The watch follows the journal, so it is first; of what is there it knows on purpose.
          int watched = options.existing() ? 0 : traces.watch(resource, recordId);
          int journal = traces.journal(resource, recordId);
          Erased state = traces.state(resource, recordId, !options.existing());
          int lines = traces.log(resource, recordId);
          report.add(
              new PurgeReport(
                  resource,
                  recordId,
                  traces.now(),
                  journal,
                  state.parked(),
                  state.deadLetters(),
                  state.rowKeys(),
                  state.logEntries() + lines,
                  claims,
                  watched,
                  dropped(open),
                  remarks(found)));
        });
    if (report.isEmpty()) {
      throw new IllegalStateException(
          "The traces of %s/%s were not erased: the database is closing."
              .formatted(resource, recordId));
    }
    report.getFirst().dropped().forEach(traces::dropped);
    return report.getFirst();
  }

  private static Map<String, Long> dropped(List<Journey> open) {
    Map<String, Long> dropped = new LinkedHashMap<>();
    for (Journey journey : open) {
      long changes = journey.steps().stream().filter(step -> step.verdict().isOpen()).count();
      dropped.merge(journey.replicator(), changes, Long::sum);
    }
    return dropped;
  }

  private static List<String> remarks(Explanation found) {
    return found.journeys().stream()
        .filter(Purger::mayHoldRows)
        .map(
            journey ->
                "'%s' is %s and may still hold the record: a verification with repair removes it."
                    .formatted(journey.replicator(), journey.state().word()))
        .distinct()
        .toList();
  }

  private static boolean mayHoldRows(Journey journey) {
    return switch (journey.state()) {
      case NEEDS_SYNC -> true;
      case DISABLED -> journey.isOpen();
      case STARTING, RUNNING, RETRYING, DENIED, STALLED, PAUSED, STOPPED -> false;
    };
  }
}
