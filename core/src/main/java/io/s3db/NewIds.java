package io.s3db;

import io.s3db.catalog.IdForm;
import io.s3db.write.ObjectSequence;
import io.s3db.write.RecordIds;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The ids of new records of one resource: those they bring, or made as its definition says. */
final class NewIds {
  private final Engine engine;
  private final CurrentFormat format;
  private final Numbers numbers;
  private volatile @Nullable Function<Document, @Nullable String> custom;

  NewIds(Engine engine, CurrentFormat format) {
    this.engine = engine;
    this.format = format;
    this.numbers =
        new Numbers(
            new ObjectSequence(
                engine.store(),
                engine.workshop().timing(),
                "resource=" + format.now().name() + "/sequence=id",
                Document.of("name", "id")));
  }

  void make(Function<Document, @Nullable String> generator) {
    custom = generator;
  }

  /** The id of a new record with these fields. */
  String of(Document fields) {
    return switch (fields.get("id")) {
      case null -> made(fields);
      case String id -> id;
      case Long id -> id.toString();
      default ->
          throw new S3dbException(
              "INVALID_ID",
              "The id of a record of '%s' is no text: %s."
                  .formatted(format.now().name(), fields.get("id")),
              "Give a text, or none to have one made.");
    };
  }

  private String made(Document fields) {
    Function<Document, @Nullable String> function = custom;
    String id = function == null ? null : function.apply(fields);
    if (id != null && !id.isEmpty()) {
      return id;
    }
    int size = format.now().resource().definition().idSize();
    return switch (format.now().resource().definition().ids()) {
      case IdForm.Default() -> RecordIds.generate(engine.random(), size);
      case IdForm.Sized(int characters) -> RecordIds.generate(engine.random(), characters);
      case IdForm.Incremental form -> numbers.next(form);
      case IdForm.Custom() when function != null -> RecordIds.generate(engine.random(), size);
      case IdForm.Custom() ->
          throw missing("are made by a function", "Set it with idGenerator(...) after opening.");
      case IdForm.Unstated() ->
          throw missing(
              "are consecutive, in a form the catalogue does not hold",
              "Declare the resource with it, such as idGenerator(\"incremental:ORD-0001\").");
    };
  }

  private S3dbException missing(String what, String suggestion) {
    return new S3dbException(
        "ID_GENERATOR_MISSING",
        "Ids of '%s' %s, so a record without one cannot be inserted."
            .formatted(format.now().name(), what),
        suggestion);
  }

  /** Numbers taken from the sequence and not given out yet. */
  private static final class Numbers {
    private final ObjectSequence sequence;
    private long next;
    private int left;
    private IdForm.@Nullable Incremental form;

    Numbers(ObjectSequence sequence) {
      this.sequence = sequence;
    }

    synchronized String next(IdForm.Incremental wanted) {
      if (left == 0 || !wanted.equals(form)) {
        next = sequence.take(wanted.batch(), wanted.start(), wanted.increment());
        left = wanted.batch();
        form = wanted;
      }
      String id = wanted.text(next);
      next += wanted.increment();
      left--;
      return id;
    }
  }
}
