package io.s3db.replicator.journal;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.plugin.PendingWrite;
import io.s3db.version.Version;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A committed change of a record: what lanes deliver. */
public sealed interface ChangeEvent {
  /** Its name; never changes. */
  EventId id();

  /** The resource of the record. */
  String resource();

  /** The id of the record. */
  String recordId();

  /** The version the record has since; of a delete, a tombstone. */
  Version version();

  /** When it was changed. */
  Instant changedAt();

  /**
   * The record before, with its id; null on insert, and where another program made the change:
   * nobody knows what the record was.
   */
  @Nullable Document before();

  /** The record after, with its id; null on delete. */
  @Nullable Document after();

  /** What happened. */
  Operation operation();

  /** A record that was not there before. */
  record Inserted(
      EventId id,
      String resource,
      String recordId,
      Version version,
      Instant changedAt,
      Document after)
      implements ChangeEvent {
    @Override
    public @Nullable Document before() {
      return null;
    }

    @Override
    public Operation operation() {
      return Operation.INSERT;
    }
  }

  /** A record that has other fields than before. */
  record Updated(
      EventId id,
      String resource,
      String recordId,
      Version version,
      Instant changedAt,
      @Nullable Document before,
      Document after)
      implements ChangeEvent {
    @Override
    public Operation operation() {
      return Operation.UPDATE;
    }
  }

  /** A record that is gone. */
  record Deleted(
      EventId id,
      String resource,
      String recordId,
      Version version,
      Instant changedAt,
      @Nullable Document before)
      implements ChangeEvent {
    @Override
    public @Nullable Document after() {
      return null;
    }

    @Override
    public Operation operation() {
      return Operation.DELETE;
    }
  }

  /** The change a write makes once it is applied. */
  static ChangeEvent of(EventId id, PendingWrite write) {
    return switch (write.operation()) {
      case INSERT ->
          new Inserted(
              id,
              write.resource(),
              write.id(),
              write.version(),
              write.changedAt(),
              Objects.requireNonNull(write.after()));
      case UPDATE ->
          new Updated(
              id,
              write.resource(),
              write.id(),
              write.version(),
              write.changedAt(),
              Objects.requireNonNull(write.before()),
              Objects.requireNonNull(write.after()));
      case DELETE ->
          new Deleted(
              id,
              write.resource(),
              write.id(),
              write.version(),
              write.changedAt(),
              Objects.requireNonNull(write.before()));
    };
  }
}
