package io.s3db.replicator.delivery;

import io.s3db.Document;
import io.s3db.replicator.journal.ChangeEvent;
import io.s3db.replicator.route.Routed;
import io.s3db.replicator.spi.KeyFields;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What can be told of the key of a row without asking the state. */
final class Rows {
  private Rows() {}

  /**
   * Whether a change leaves the row where it was, so that a later such change can take its place.
   * Inserts and deletes do not: an insert may put the row elsewhere than the delete before it.
   */
  static boolean staysInPlace(ChangeEvent event, Routed.Row row, KeyFields fields) {
    return event instanceof ChangeEvent.Updated
        && (fields.fromRecordId() || sameKey(row.before(), row.data(), fields));
  }

  private static boolean sameKey(@Nullable Document before, Document after, KeyFields fields) {
    return before != null
        && fields.names().stream()
            .allMatch(
                name ->
                    after.get(name) != null && Objects.equals(before.get(name), after.get(name)));
  }
}
