package io.s3db.replicator.delivery;

import io.s3db.Document;
import io.s3db.replicator.journal.ChangeEvent;
import org.jspecify.annotations.Nullable;

/** How much memory changes take, roughly. */
final class Sizes {
  private static final int OBJECTS = 200;

  private Sizes() {}

  static int of(ChangeEvent event) {
    return OBJECTS + of(event.before()) + of(event.after());
  }

  private static int of(@Nullable Document document) {
    return document == null ? 0 : document.toJson().length();
  }
}
