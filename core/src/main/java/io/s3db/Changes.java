package io.s3db;

import io.s3db.store.ETag;
import io.s3db.version.Version;
import io.s3db.write.Change;
import io.s3db.write.Present;
import io.s3db.write.RecordFormat;
import io.s3db.write.Step;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What each operation of a resource does with the record it finds. */
final class Changes {
  private Changes() {}

  static Change insert(String id, Document fields) {
    return change(
        "insert",
        new Change.Start.Absent(),
        (format, present, now) -> {
          if (present != null) {
            throw new RecordExistsException(format.name(), id);
          }
          return put(format, fresh(format, fields.without("id"), now, now));
        });
  }

  static Change update(String word, String id, UnaryOperator<Document> change) {
    return change(
        word,
        new Change.Start.Read(),
        (format, present, now) -> {
          if (present == null) {
            throw new RecordNotFoundException(word, format.name(), id);
          }
          return put(format, changed(format, present, change, now));
        });
  }

  static Change replace(Document fields) {
    return new Decided(
        "replace",
        new Change.Start.Read(),
        true,
        (format, present, now) -> replaced(format, present, now, fields));
  }

  /** As {@link #replace}, of a record that is there and that the condition does not refuse. */
  static Change replaceIf(String id, Document fields, Consumer<Document> condition) {
    return new Decided(
        "replace",
        new Change.Start.Read(),
        true,
        (format, present, now) -> {
          if (present == null) {
            throw new RecordNotFoundException("replace", format.name(), id);
          }
          condition.accept(present.read().with("id", id));
          return replaced(format, present, now, fields);
        });
  }

  private static Step replaced(
      RecordFormat format, @Nullable Present present, Instant now, Document fields) {
    Document replaced = fresh(format, fields.without("id"), now, now);
    return put(format, keepCreation(format, replaced, present, fields));
  }

  static Change upsert(
      String id, Document fields, UnaryOperator<Document> fresh, UnaryOperator<Document> change) {
    return change(
        "upsert",
        new Change.Start.Read(),
        (format, present, now) ->
            put(
                format,
                present == null
                    ? fresh(format, fresh.apply(fields).without("id"), now, now)
                    : changed(format, present, change, now)));
  }

  /**
   * Deletes a record, also one that cannot be read.
   *
   * @param allowed is shown the record first, and may throw
   */
  static Change delete(String id, Consumer<Document> allowed) {
    return new Removal(
        "delete",
        new Change.Start.Read(),
        (format, present, _) -> {
          if (present == null) {
            throw new RecordNotFoundException("delete", format.name(), id);
          }
          Document fields = present.fields() == null ? Document.of() : present.fields();
          allowed.accept(Document.of("id", id).with(fields).with("id", id));
          return new Step.Remove(null);
        });
  }

  /** Puts bytes beside the fields, or takes them away. */
  static Change content(String word, String id, Step.Beside beside) {
    return change(
        word,
        new Change.Start.Read(),
        (format, present, _) -> {
          if (present == null) {
            throw new RecordNotFoundException(word, format.name(), id);
          }
          return new Step.Put(present.read(), null, beside);
        });
  }

  /** Writes the state another database has, unless a newer one, or this very one, is there. */
  static Change mirrorPut(Document fields, Version version, Optional<ETag> known) {
    return change(
        "mirror",
        known.<Change.Start>map(Change.Start.Known::new).orElseGet(Change.Start.Absent::new),
        (format, present, _) -> {
          Document valid = format.schema().validate(fields.without("id"));
          return present != null
                  && (newer(present, version) || equal(format, present, version, valid))
              ? new Step.Keep()
              : new Step.Put(valid, version);
        });
  }

  /** As {@link #mirrorPut}, also over a state that carries no stamp of ours, however new it is. */
  static Change mirrorReplaceForeign(Document fields, Version version) {
    return change(
        "mirror",
        new Change.Start.Read(),
        (format, present, _) -> {
          Document valid = format.schema().validate(fields.without("id"));
          return present != null && present.stamp() != null && newer(present, version)
              ? new Step.Keep()
              : new Step.Put(valid, version);
        });
  }

  static Change mirrorRemove(Version tombstone, Optional<ETag> known) {
    return new Removal(
        "mirror",
        known.<Change.Start>map(Change.Start.Known::new).orElseGet(Change.Start.Read::new),
        (_, present, _) ->
            present == null || newer(present, tombstone)
                ? new Step.Keep()
                : new Step.Remove(tombstone));
  }

  private static boolean newer(Present present, Version version) {
    return present.version().isAfter(version);
  }

  /** Fields are compared as they would be read: an amount may be given with more decimals. */
  private static boolean equal(
      RecordFormat format, Present present, Version version, Document fields) {
    return present.stamp() != null
        && present.version().equals(version)
        && format.codec().normal(present.key().value(), fields).equals(present.fields());
  }

  private static Step put(RecordFormat format, Document fields) {
    return new Step.Put(format.schema().validate(fields), null);
  }

  /** A new record: with defaults, and with timestamps whatever was passed in. */
  private static Document fresh(
      RecordFormat format, Document fields, Instant created, Instant updated) {
    Document complete = format.schema().withDefaults(fields);
    return format.resource().definition().timestamps()
        ? complete.with("createdAt", IsoTime.text(created)).with("updatedAt", IsoTime.text(updated))
        : complete;
  }

  /** What an update makes of a record: {@code createdAt} cannot be changed by it. */
  private static Document changed(
      RecordFormat format, Present present, UnaryOperator<Document> change, Instant now) {
    Document record = present.read();
    Document after = change.apply(record).without("id");
    if (!format.resource().definition().timestamps()) {
      return after;
    }
    Object created = record.get("createdAt");
    Document kept = created == null ? after : after.with("createdAt", created);
    return kept.with("updatedAt", IsoTime.text(now));
  }

  /** A replaced record has the creation time passed in, else the one it had, else now. */
  private static Document keepCreation(
      RecordFormat format, Document replaced, @Nullable Present present, Document given) {
    if (!format.resource().definition().timestamps()) {
      return replaced;
    }
    Object created = given.get("createdAt");
    if (created == null && present != null && present.fields() != null) {
      created = present.fields().get("createdAt");
    }
    return created == null ? replaced : replaced.with("createdAt", created);
  }

  private static Change change(String word, Change.Start start, Decision decision) {
    return new Decided(word, start, false, decision);
  }

  private interface Decision {
    Step decide(RecordFormat format, @Nullable Present present, Instant now);
  }

  private record Decided(String word, Start start, boolean refreshesReferences, Decision decision)
      implements Change {
    @Override
    public Step decide(RecordFormat format, @Nullable Present present, Instant now) {
      return decision.decide(format, present, now);
    }
  }

  private record Removal(String word, Start start, Decision decision) implements Change {
    @Override
    public Step decide(RecordFormat format, @Nullable Present present, Instant now) {
      return decision.decide(format, present, now);
    }

    @Override
    public boolean writesFields() {
      return false;
    }
  }
}
