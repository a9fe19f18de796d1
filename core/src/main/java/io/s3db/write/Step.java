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
   */
  record Put(Document fields, @Nullable Version version) implements Step {}

  /**
   * Deletes the record.
   *
   * @param version the tombstone, or null for that of the version found
   */
  record Remove(@Nullable Version version) implements Step {}

  /** Leaves the record as it is. */
  record Keep() implements Step {}
}
