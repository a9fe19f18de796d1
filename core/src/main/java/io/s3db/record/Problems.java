package io.s3db.record;

import io.s3db.ValidationException;
import io.s3db.schema.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what cannot be stored in one record, so that all of it is said at once. */
final class Problems {
  private final List<Problem> found = new ArrayList<>();

  /** Adds one; {@code why} follows the field's name. */
  void add(String field, String why, @Nullable Object actual) {
    found.add(new Problem("unstorable", "The '" + field + "' field " + why, field, null, actual));
  }

  boolean isAny() {
    return !found.isEmpty();
  }

  void throwIfAny(String resource, String id) {
    if (isAny()) {
      throw new ValidationException("Record '" + id + "' of '" + resource + "'", found);
    }
  }
}
