package io.s3db.sink.s3db;

import io.s3db.Document;
import io.s3db.sink.s3db.TargetDatabase.Applied;
import io.s3db.store.ETag;
import io.s3db.version.Version;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings single records at the target to a version, whatever was written before and whoever writes
 * meanwhile.
 *
 * <p>A delete leaves its tombstone first and removes the record then; a write that may have created
 * a record looks for a tombstone afterwards. Whichever order two writers take their steps in, one
 * of them sees the other. A write of a record whose state is known is one request.
 */
final class RecordWrites {
  private final TargetDatabase database;
  private final Tombstones tombstones;
  private final KnownTags tags;

  RecordWrites(TargetDatabase database, Tombstones tombstones, KnownTags tags) {
    this.database = database;
    this.tombstones = tombstones;
    this.tags = tags;
  }

  void put(String resource, String id, Document fields, Version version) {
    Optional<ETag> known = tags.find(resource, id);
    switch (attempt(resource, id, fields, version, known.orElse(null))) {
      case Applied.Written(ETag etag, boolean created) -> {
        if (known.isEmpty() || created) {
          keepUnlessDeleted(resource, id, version, etag);
        } else {
          tags.remember(resource, id, etag);
        }
      }
      case Applied.Superseded(), Applied.Absent() -> tags.forget(resource, id);
    }
  }

  void remove(String resource, String id, Version tombstone) {
    Optional<ETag> known = tags.find(resource, id);
    tags.forget(resource, id);
    tombstones.raise(resource, id, tombstone);
    database.remove(resource, id, tombstone, known.orElse(null));
  }

  private void keepUnlessDeleted(String resource, String id, Version version, ETag etag) {
    Optional<Version> deleted = tombstones.find(resource, id);
    if (deleted.isPresent() && deleted.get().isAfter(version)) {
      database.remove(resource, id, deleted.get(), etag);
    } else {
      tags.remember(resource, id, etag);
    }
  }

  private Applied attempt(
      String resource, String id, Document fields, Version version, @Nullable ETag known) {
    boolean answered = false;
    try {
      Applied applied = database.put(resource, id, fields, version, known);
      answered = true;
      return applied;
    } finally {
      if (!answered) {
        // It may have created the record: the repetition must look for a tombstone.
        tags.forget(resource, id);
      }
    }
  }
}
