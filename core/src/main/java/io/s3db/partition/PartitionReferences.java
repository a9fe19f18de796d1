package io.s3db.partition;

import io.s3db.store.NewObject;
import io.s3db.store.ObjectKey;
import io.s3db.store.ObjectStore;
import io.s3db.store.Precondition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps partition references in step with records.
 *
 * <p>References follow the outcome of a write, and never decide it: one that cannot be written or
 * removed is tried a second time, then reported. What can remain: a reference that is missing or
 * left over after such a failure, after a crash between the record and its references, after a
 * write whose outcome was unknown to the caller, and after two processes moved the same record at
 * the same moment. A listing by partition drops left-over references, since it compares each record
 * with the values asked for. A missing one comes back when a {@code replace} of the record is
 * written, which writes all its references anew.
 */
public final class PartitionReferences {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionReferences.class);

  private final ObjectStore store;

  /** References in this store. */
  public PartitionReferences(ObjectStore store) {
    this.store = store;
  }

  /**
   * Removes references and writes others.
   *
   * @param there what is certainly there: left alone if it is wanted
   * @param before the references of the record as it was
   * @param after the references of the record as it is
   * @param version of the resource, for {@code _v}
   */
  public List<PartitionFailure> move(
      Set<ObjectKey> there,
      Collection<ObjectKey> before,
      Collection<ObjectKey> after,
      String version) {
    Map<ObjectKey, Boolean> moves = new LinkedHashMap<>();
    after.stream().filter(key -> !there.contains(key)).forEach(key -> moves.put(key, true));
    before.stream().filter(key -> !after.contains(key)).forEach(key -> moves.put(key, false));
    return switch (moves.size()) {
      case 0 -> List.of();
      case 1 -> moves.entrySet().stream().flatMap(move -> move(move, version).stream()).toList();
      default -> together(moves, version);
    };
  }

  private List<PartitionFailure> together(Map<ObjectKey, Boolean> moves, String version) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Optional<PartitionFailure>>> asked = new ArrayList<>();
      for (Map.Entry<ObjectKey, Boolean> move : moves.entrySet()) {
        asked.add(threads.submit(() -> move(move, version)));
      }
      List<PartitionFailure> failures = new ArrayList<>();
      for (Future<Optional<PartitionFailure>> each : asked) {
        try {
          each.get().ifPresent(failures::add);
        } catch (InterruptedException e) {
          threads.shutdownNow();
          Thread.currentThread().interrupt();
          return failures;
        } catch (ExecutionException e) {
          throw new IllegalStateException(e.getCause());
        }
      }
      return failures;
    }
  }

  private Optional<PartitionFailure> move(Map.Entry<ObjectKey, Boolean> move, String version) {
    try {
      attempt(move, version);
      return Optional.empty();
    } catch (RuntimeException e) {
      LOG.debug("Partition reference '{}' is tried again.", move.getKey(), e);
      return secondAttempt(move, version);
    }
  }

  private Optional<PartitionFailure> secondAttempt(
      Map.Entry<ObjectKey, Boolean> move, String version) {
    try {
      attempt(move, version);
      return Optional.empty();
    } catch (RuntimeException e) {
      LOG.warn(
          "Partition reference '{}' could not be {}: {} The record itself is written.",
          move.getKey(),
          move.getValue() ? "written" : "removed",
          e.getMessage());
      return Optional.of(new PartitionFailure(move.getKey(), move.getValue(), e));
    }
  }

  private void attempt(Map.Entry<ObjectKey, Boolean> move, String version) {
    if (move.getValue()) {
      store.put(move.getKey(), NewObject.empty(Map.of("_v", version)), Precondition.none());
    } else {
      store.delete(move.getKey(), Precondition.none());
    }
  }
}
