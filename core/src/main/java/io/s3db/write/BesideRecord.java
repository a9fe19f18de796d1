package io.s3db.write;

import io.s3db.S3dbException;
import io.s3db.record.RecordCodec;
import io.s3db.record.Stamp;
import io.s3db.record.StreamedRecord;
import io.s3db.record.Unstamped;
import io.s3db.store.Body;
import io.s3db.store.ETag;
import io.s3db.store.NewObject;
import io.s3db.store.ObjectHead;
import io.s3db.store.ObjectKey;
import io.s3db.store.StoredObject;
import io.s3db.version.Version;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts bytes of an application into the body of a record whose fields lie in metadata. */
final class BesideRecord {
  private static final ETag NO_TAG = new ETag("");

  private BesideRecord() {}

  static NewObject seal(
      RecordFormat format,
      String id,
      Unstamped record,
      Present.Content content,
      Version version,
      @Nullable Version replaced) {
    if (record.body().length > 0) {
      throw inTheWay(
          ("Record '%s' of '%s' cannot have fields in its body and binary content as well: an"
                  + " object has one body.")
              .formatted(id, format.name()),
          "Shorten the fields, or use another behaviour than body-only; nothing was changed.");
    }
    try {
      return switch (content.bytes()) {
        case Body.Held(byte[] bytes) ->
            Stamp.seal(new Unstamped(record.metadata(), bytes, content.type()), version, replaced);
        case Body.Elsewhere large ->
            Stamp.sealContent(record.metadata(), large, content.type(), version, replaced);
      };
    } catch (IOException e) {
      throw unreadable(format, id, e);
    }
  }

  /** JSON that looks like fields of ours would be read as such, by s3db.js too. */
  static void checkTold(
      RecordFormat format,
      String id,
      ObjectKey key,
      RecordCodec.Encoded encoded,
      Present.Content content) {
    Map<String, String> metadata = encoded.record().metadata();
    boolean told;
    try {
      told =
          switch (content.bytes()) {
            case Body.Held(byte[] bytes) -> told(format, encoded, stored(key, metadata, bytes));
            case Body.Elsewhere large -> told(metadata, large);
          };
    } catch (IOException e) {
      throw unreadable(format, id, e);
    }
    if (!told) {
      throw inTheWay(
          "The content of record '%s' of '%s' would be taken for fields of the record."
              .formatted(id, format.name()),
          "JSON objects with members such as _v cannot be content: compress or wrap them.");
    }
  }

  private static boolean told(
      RecordFormat format, RecordCodec.Encoded encoded, StoredObject object) {
    return encoded.record().body().length > 0 // refused for another reason
        || (RecordCodec.hasContent(object)
            && format.codec().decode(object).equals(encoded.sealed()));
  }

  private static boolean told(Map<String, String> metadata, Body large) throws IOException {
    try (InputStream bytes = large.open()) {
      if (StreamedRecord.fieldsInBody(metadata)) {
        return bytes.read() != '{';
      }
      return StreamedRecord.isContent(bytes);
    }
  }

  private static StoredObject stored(ObjectKey key, Map<String, String> metadata, byte[] body) {
    Instant now = Instant.EPOCH;
    return new StoredObject(
        new ObjectHead(key, NO_TAG, now, body.length, null, metadata, now), body);
  }

  static S3dbException unreadable(RecordFormat format, String id, IOException e) {
    return new S3dbException(
        "CONTENT_UNREADABLE",
        "The content for record '%s' of '%s' could not be read: %s."
            .formatted(id, format.name(), e.getMessage()),
        "Nothing was changed. Try again with the whole content.",
        e);
  }

  private static S3dbException inTheWay(String message, String suggestion) {
    return new S3dbException("CONTENT_IN_THE_WAY", message, suggestion);
  }
}
