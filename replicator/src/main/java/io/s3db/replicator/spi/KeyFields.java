package io.s3db.replicator.spi;

import java.util.List;

/**
 * Which fields of a row are its key at the destination.
 *
 * @param names of the fields, at least one
 * @param fromRecordId whether the one field is not part of the row, but takes the id of the source
 *     record
 */
public record KeyFields(List<String> names, boolean fromRecordId) {
  /** Copies and checks the names. */
  public KeyFields {
    names = List.copyOf(names);
    if (names.isEmpty() || (fromRecordId && names.size() != 1)) {
      throw new IllegalArgumentException("not a key: " + names);
    }
  }

  /** Fields of the row. */
  public static KeyFields of(List<String> names) {
    return new KeyFields(names, false);
  }

  /** A field of this name that holds the id of the source record. */
  public static KeyFields recordId(String name) {
    return new KeyFields(List.of(name), true);
  }
}
