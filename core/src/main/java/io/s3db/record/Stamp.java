package io.s3db.record;

import io.s3db.store.NewObject;
import io.s3db.store.StoredObject;
import io.s3db.version.Version;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The version of a record, as it lies in its object.
 *
 * @param version the record's version
 * @param replaced the digest of the version it replaced: 8 hexadecimal digits
 * @param digest of everything else that is stored: 16 hexadecimal digits
 */
@SuppressWarnings("DoNotCallSuggester") // bodies follow
public record Stamp(Version version, String replaced, String digest) {
  /** The object to write. */
  public static NewObject seal(Unstamped record, Version version, @Nullable Version replaced) {
    throw new UnsupportedOperationException();
  }

  /** The stamp of an object, if it has a valid one. */
  public static Optional<Stamp> read(StoredObject object) {
    throw new UnsupportedOperationException();
  }

  /** The first 8 hexadecimal digits of the SHA-256 of a version's text; zeros for none. */
  public static String digestOf(@Nullable Version version) {
    throw new UnsupportedOperationException();
  }

  /** Whether the record replaced this version. */
  public boolean replaced(Version other) {
    return replaced.equals(digestOf(other));
  }

  /** The version of a record without a valid stamp. */
  public static Version unstampedVersion(Instant lastModified) {
    throw new UnsupportedOperationException();
  }
}
