package io.s3db.write;

import io.s3db.Document;
import io.s3db.version.Version;
import org.jspecify.annotations.Nullable;

/** What a change wants done with the record it found. */
public sealed interface Step {
  /**
   * Writes these fields.
   *
   * @param fields validated, without the id
   * @param version the version to write, or null for a new one of this process
   * @param beside what becomes of the content that lies beside the fields
   */
  record Put(Document fields, @Nullable Version version, Beside beside) implements Step {
    /** Writes these fields; content stays. */
    public Put(Document fields, @Nullable Version version) {
      this(fields, version, new Beside.Keep());
    }
  }

  /**
   * Deletes the record.
   *
   * @param version the tombstone, or null for that of the version found
   */
  record Remove(@Nullable Version version) implements Step {}

  /** Leaves the record as it is. */
  record Keep() implements Step {}

  /** What becomes of the binary content of a record. */
  sealed interface Beside {
    /** It stays. */
    record Keep() implements Beside {}

    /** It is this from now on. */
    record Set(Present.Content content) implements Beside {}

    /** There is none from now on. */
    record Nothing() implements Beside {}
  }
}
