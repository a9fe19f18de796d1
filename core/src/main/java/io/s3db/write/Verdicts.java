package io.s3db.write;

import io.s3db.record.Stamp;
import io.s3db.store.NewObject;
import io.s3db.version.Version;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table of {@link RecordWriter}: what an object in the store says of a request in doubt. */
final class Verdicts {
  private Verdicts() {}

  /** Of a write of {@code sent} with {@code version} over {@code base} (null: over nothing). */
  static Judge ofPut(NewObject sent, Version version, @Nullable Present base) {
    return (now, doubt) ->
        now.map(object -> ofPut(object, sent, version, base, doubt))
            .orElseGet(() -> new Fate.InDoubt(doubt));
  }

  /** Of a delete of {@code base}. */
  static Judge ofDelete(Present base) {
    return (now, doubt) ->
        now.isEmpty()
            ? new Fate.Done(null)
            : replacedDirectly(base, now.get().stamp()) ? new Fate.Lost() : new Fate.InDoubt(doubt);
  }

  private static Fate ofPut(
      LoadedRecord now, NewObject sent, Version version, @Nullable Present base, Throwable doubt) {
    Optional<Stamp> stamp = now.stamp();
    if (stamp.isEmpty()) {
      return same(now, sent, doubt) ? new Fate.Done(now.head().etag()) : new Fate.InDoubt(doubt);
    }
    if (stamp.get().version().equals(version)) {
      return new Fate.Done(now.head().etag());
    }
    if (stamp.get().replaced(version)) {
      return new Fate.Done(null);
    }
    return replacedDirectly(base, stamp) ? new Fate.Lost() : new Fate.InDoubt(doubt);
  }

  /** Somebody replaced the very state that our request asked for: it cannot have been in it. */
  private static boolean replacedDirectly(@Nullable Present base, Optional<Stamp> now) {
    return base != null && now.isPresent() && now.get().replaced(base.version());
  }

  private static boolean same(LoadedRecord now, NewObject sent, Throwable doubt) {
    try {
      return now.is(sent);
    } catch (IOException e) {
      doubt.addSuppressed(e);
      return false;
    }
  }
}
