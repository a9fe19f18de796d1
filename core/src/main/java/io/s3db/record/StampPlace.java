package io.s3db.record;

import io.s3db.store.NewObject;
import io.s3db.version.Version;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where the stamp of a record lies, seen from its shape. */
enum StampPlace {
  /** The body is the stamp, or the stamp is its first member. */
  BODY,
  /** Metadata, and white space after the body. */
  METADATA_AND_SPACES,
  /** Metadata alone: the body is not ours. */
  METADATA;

  private static final String JSON = "application/json";
  private static final int SPACES = 32;

  static StampPlace of(Unstamped record) {
    Map<String, String> metadata = record.metadata();
    if (metadata.containsKey(SystemNames.MAP)) {
      return METADATA_AND_SPACES;
    }
    boolean fieldsInBody =
        metadata.containsKey(SystemNames.OVERFLOW)
            || (SystemNames.only(metadata) && StampMember.fits(record.body()));
    return record.body().length == 0 || fieldsInBody ? BODY : METADATA;
  }

  static NewObject sealBody(Unstamped record, Version version, String replaced) {
    byte[] bare = record.body().length == 0 ? StampMember.EMPTY : record.body();
    Stamp stamp = new Stamp(version, replaced, RecordDigest.of(record.metadata(), bare));
    return new NewObject(StampMember.insert(bare, stamp.toString()), JSON, record.metadata());
  }

  static NewObject sealMetadata(Unstamped record, Version version, String replaced) {
    Stamp stamp = new Stamp(version, replaced, RecordDigest.of(record.metadata(), record.body()));
    return new NewObject(record.body(), record.contentType(), withStamp(record.metadata(), stamp));
  }

  /** The metadata with the stamp, if that fits. */
  static Map<String, String> withStamp(Map<String, String> metadata, Stamp stamp) {
    Map<String, String> stamped = new LinkedHashMap<>(metadata);
    stamped.put(SystemNames.STAMP, stamp.toString());
    return Layout.size(stamped) <= RecordCodec.METADATA_LIMIT ? stamped : metadata;
  }

  /** The record with the first bits of the version's hash as white space after its JSON. */
  static Unstamped spelled(Unstamped record, Version version) {
    int bits = RecordDigest.bitsOf(version);
    byte[] body = Arrays.copyOf(record.body(), record.body().length + SPACES);
    for (int i = 0; i < SPACES; i++) {
      boolean one = (bits >>> (SPACES - 1 - i) & 1) == 1;
      body[record.body().length + i] = (byte) (one ? '\t' : ' ');
    }
    return new Unstamped(record.metadata(), body, record.contentType());
  }
}
