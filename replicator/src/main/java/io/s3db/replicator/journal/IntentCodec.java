package io.s3db.replicator.journal;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.json.Json;
import io.s3db.plugin.PendingWrite;
import io.s3db.store.ETag;
import io.s3db.version.Version;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The content of an intent frame: fixed fields, then texts with their length in front.
 *
 * <p>The first eight bytes are left for the sequence number, which is known last; zeros at the end
 * fill the frame up.
 */
final class IntentCodec {
  private static final int FIXED = 8 + 1 + 17 + 17 + 8 + 4;
  private static final int TEXTS = 5;

  /** A decoded intent. */
  record Intent(long sequence, PendingWrite write) {}

  private IntentCodec() {}

  /**
   * Encodes an intent.
   *
   * @param headroom bytes to leave free in front
   */
  static byte[] encode(PendingWrite write, int headroom) {
    byte[] resource = write.resource().getBytes(StandardCharsets.UTF_8);
    byte[] id = write.id().getBytes(StandardCharsets.UTF_8);
    ETag tag = write.previousEtag();
    byte @Nullable [] etag = tag == null ? null : tag.value().getBytes(StandardCharsets.UTF_8);
    byte @Nullable [] before = json(write.before());
    byte @Nullable [] after = json(write.after());
    int size = FIXED + TEXTS * 4 + resource.length + id.length;
    size += length(etag) + length(before) + length(after);
    ByteBuffer out = ByteBuffer.allocate(headroom + Frame.padded(size)).position(headroom);
    out.putLong(0).put(code(write.operation()));
    put(out, write.version());
    put(out, write.previousVersion());
    Instant at = write.changedAt();
    out.putLong(at.getEpochSecond());
    out.putInt(at.getNano());
    put(out, resource);
    put(out, id);
    put(out, etag);
    put(out, before);
    put(out, after);
    return out.array();
  }

  /**
   * Reads an intent whose checksum was right.
   *
   * @throws RuntimeException if it is none all the same
   */
  static Intent decode(ByteBuffer in) {
    long sequence = in.getLong();
    Operation operation = operation(in.get());
    Version version = version(in);
    Version previous = version(in);
    Instant changedAt = Instant.ofEpochSecond(in.getLong(), in.getInt());
    String resource = required(in);
    String id = required(in);
    byte @Nullable [] etag = bytes(in);
    Document before = document(bytes(in));
    Document after = document(bytes(in));
    return new Intent(
        sequence,
        new PendingWrite(
            resource,
            id,
            operation,
            version,
            previous,
            etag == null ? null : new ETag(new String(etag, StandardCharsets.UTF_8)),
            before,
            after,
            changedAt));
  }

  /** Whether an intent is of a record; the buffer is where it was afterwards. */
  static boolean isOf(ByteBuffer intent, String resource, String recordId) {
    ByteBuffer in = intent.duplicate().position(intent.position() + FIXED);
    return required(in).equals(resource) && required(in).equals(recordId);
  }

  static byte code(Operation operation) {
    return switch (operation) {
      case INSERT -> 1;
      case UPDATE -> 2;
      case DELETE -> 3;
    };
  }

  static Operation operation(byte code) {
    return switch (code) {
      case 1 -> Operation.INSERT;
      case 2 -> Operation.UPDATE;
      case 3 -> Operation.DELETE;
      default -> throw new IllegalArgumentException("unknown operation " + code);
    };
  }

  static byte @Nullable [] json(@Nullable Document document) {
    return document == null ? null : Json.typedBytes(document.toMap());
  }

  @SuppressWarnings("unchecked") // an object was written, and its checksum is right
  static @Nullable Document document(byte @Nullable [] json) {
    return json == null
        ? null
        : Document.wrap((Map<String, @Nullable Object>) Objects.requireNonNull(Json.parse(json)));
  }

  static int length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  static void put(ByteBuffer out, Version version) {
    out.putLong(version.clock()).putLong(version.writer()).put((byte) (version.deleted() ? 1 : 0));
  }

  static Version version(ByteBuffer in) {
    return new Version(in.getLong(), in.getLong(), in.get() != 0);
  }

  static void put(ByteBuffer out, byte @Nullable [] bytes) {
    if (bytes == null) {
      out.putInt(-1);
    } else {
      out.putInt(bytes.length).put(bytes);
    }
  }

  static byte @Nullable [] bytes(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0) {
      return null;
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  static String required(ByteBuffer in) {
    return new String(Objects.requireNonNull(bytes(in)), StandardCharsets.UTF_8);
  }
}
