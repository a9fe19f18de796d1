package io.s3db.replicator.spi;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.version.Version;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One change for one target, as the route made it.
 *
 * <p>For a mirror: {@code data} is the row to be there now, under {@code key}; a null {@code data}
 * means that no row is to be there. The {@code replacedKeys} name rows that this one replaces: the
 * one under the key from before, if it changed, and those that an earlier, refused change may have
 * left when its answer was lost. They are removed, with the same version, in the same transaction
 * where there are transactions; whatever the operation is.
 *
 * <p>For a destination of events: {@code operation}, {@code before} and {@code event()} are what is
 * told.
 *
 * @param id the name of this delivery, equal on every repetition
 * @param target the destination's name of the resource: table, resource, queue
 * @param resource the source resource
 * @param recordId the id of the source record
 * @param operation what happened to the record
 * @param version the version of the record; of a delete, a tombstone
 * @param changedAt when it was changed
 * @param key the key of the row
 * @param replacedKeys the keys of rows to remove; never {@code key}
 * @param before the transformed record before an update, else null
 * @param data the transformed record after the change; of a delete, for events, the transformed
 *     last record
 */
public record Delivery(
    DeliveryId id,
    String target,
    String resource,
    String recordId,
    Operation operation,
    Version version,
    Instant changedAt,
    Key key,
    Set<Key> replacedKeys,
    @Nullable Document before,
    @Nullable Document data) {
  /** Copies the keys, in their order. */
  public Delivery {
    replacedKeys =
        replacedKeys.isEmpty()
            ? Set.of()
            : Collections.unmodifiableSet(new LinkedHashSet<>(replacedKeys));
  }

  /** The name of the way it takes: that of its {@link Target#route}. */
  public String route() {
    return Target.route(resource, target);
  }

  /** Whether a mirror must remove the row. */
  public boolean removes() {
    return operation == Operation.DELETE;
  }
}
