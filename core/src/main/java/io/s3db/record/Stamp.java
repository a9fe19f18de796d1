package io.s3db.record;

import io.s3db.store.Body;
import io.s3db.store.NewObject;
import io.s3db.store.ObjectHead;
import io.s3db.store.StoredObject;
import io.s3db.version.Version;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The version of a record, as it lies in its object under the name {@code _n}.
 *
 * <p>The text is {@code <version>.<replaced>.<digest>}. Where it lies:
 *
 * <ul>
 *   <li>all fields in metadata: the body is <code>{"_n":"…"}</code>;
 *   <li>fields in the body: the first member of the body;
 *   <li>body-only: metadata, because s3db.js would show a member; 32 white-space characters after
 *       the JSON (space 0, tab 1) spell the first bits of the version's SHA-256, so that every
 *       write changes the body and with it the ETag;
 *   <li>content set by an application: metadata; a change of fields alone does not change the ETag.
 * </ul>
 *
 * <p>In metadata a stamp is left out where it does not fit. The digest covers all other metadata as
 * stored and the body without the member: writes of other programs that leave our stamp standing
 * over changed data make it void.
 *
 * @param version the record's version
 * @param replaced the digest of the version it replaced: 8 hexadecimal digits, zeros for none
 * @param digest of everything else that is stored: 16 hexadecimal digits
 */
public record Stamp(Version version, String replaced, String digest) {
  private static final String NONE = "00000000";
  private static final int COUNTER_MAX = 0xffff;
  private static final Pattern TEXT =
      Pattern.compile("([0-9a-f]{32}[01])\\.([0-9a-f]{8})\\.([0-9a-f]{16})");

  /**
   * The object to write for a record: with its stamp, unless that has no place.
   *
   * @param version the version this write gives the record
   * @param replaced the version the record has now, or null if it is new
   */
  public static NewObject seal(Unstamped record, Version version, @Nullable Version replaced) {
    return switch (StampPlace.of(record)) {
      case BODY -> StampPlace.sealBody(record, version, digestOf(replaced));
      case METADATA_AND_SPACES ->
          StampPlace.sealMetadata(StampPlace.spelled(record, version), version, digestOf(replaced));
      case METADATA -> StampPlace.sealMetadata(record, version, digestOf(replaced));
    };
  }

  /**
   * As {@link #seal}, of a record with content of an application beside its fields.
   *
   * @param metadata all fields, as stored
   * @throws IOException if the content cannot be read
   */
  public static NewObject sealContent(
      Map<String, String> metadata,
      Body content,
      @Nullable String type,
      Version version,
      @Nullable Version replaced)
      throws IOException {
    try (InputStream bytes = content.open()) {
      Stamp stamp = new Stamp(version, digestOf(replaced), RecordDigest.of(metadata, bytes));
      return new NewObject(content, type, StampPlace.withStamp(metadata, stamp));
    }
  }

  /** The stamp in the metadata of an object, which nobody has compared with its body. */
  static Optional<Stamp> claimed(ObjectHead head) {
    return parse(head.metadata().get(SystemNames.STAMP));
  }

  /**
   * The stamp of an object: nothing if it has none, or if something was changed under it by a
   * program that leaves no stamps.
   */
  public static Optional<Stamp> read(StoredObject object) {
    String inMetadata = object.head().metadata().get(SystemNames.STAMP);
    return parse(inMetadata)
        .filter(stamp -> stamp.isValid(object))
        .or(() -> parse(StampMember.find(object.body())).filter(stamp -> stamp.isValid(object)));
  }

  /** The first 8 hexadecimal digits of the SHA-256 of a version's text; zeros for none. */
  public static String digestOf(@Nullable Version version) {
    return version == null ? NONE : RecordDigest.ofVersion(version);
  }

  /** Whether the record replaced this version. */
  public boolean replaced(Version other) {
    return replaced.equals(digestOf(other));
  }

  /**
   * The version of a record without a valid stamp: the end of the second in which it was last
   * modified, of the writer 0.
   */
  public static Version unstampedVersion(Instant lastModified) {
    long millis = Math.multiplyExact(lastModified.getEpochSecond(), 1000) + 999;
    return new Version(millis << 16 | COUNTER_MAX, 0, false);
  }

  /** The text as it is stored. */
  @Override
  public String toString() {
    return version + "." + replaced + "." + digest;
  }

  private boolean isValid(StoredObject object) {
    return digest.equals(RecordDigest.of(object.head().metadata(), object.body()));
  }

  private static Optional<Stamp> parse(@Nullable String text) {
    Matcher matcher = TEXT.matcher(text == null ? "" : text);
    return matcher.matches()
        ? Optional.of(
            new Stamp(Version.parse(matcher.group(1)), matcher.group(2), matcher.group(3)))
        : Optional.empty();
  }
}
