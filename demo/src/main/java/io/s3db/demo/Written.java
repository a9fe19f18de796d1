package io.s3db.demo;

import io.s3db.Document;
import io.s3db.Operation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A write that was acknowledged.
 *
 * @param operation what was done
 * @param before the record before an update or a delete
 * @param after the record after an insert or an update
 */
record Written(Operation operation, @Nullable Document before, @Nullable Document after) {
  /** What a message about it tells: the record now, or the last one there was. */
  Document record() {
    return Objects.requireNonNull(operation == Operation.DELETE ? before : after);
  }
}
