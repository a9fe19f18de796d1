package io.s3db.replicator.journal;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.replicator.journal.ChangeEvent.Deleted;
import io.s3db.replicator.journal.ChangeEvent.Inserted;
import io.s3db.replicator.journal.Snapshot.Recipient;
import io.s3db.version.Version;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The content of a snapshot frame: fixed fields, then texts as in an intent. */
final class SnapshotCodec {
  private static final int FIXED = 8 + 8 + 1 + 17 + 8 + 4 + 4;
  private static final int TEXTS = 4;
  private static final HexFormat HEX = HexFormat.of();

  private SnapshotCodec() {}

  /** Encodes a snapshot, with room for the header in front. */
  static byte[] encode(Snapshot snapshot, int headroom) {
    ChangeEvent event = snapshot.event();
    byte[] destination = utf8(snapshot.recipient().destination());
    byte[] resource = utf8(event.resource());
    byte[] id = utf8(event.recordId());
    boolean removes = event.operation() == Operation.DELETE;
    byte @Nullable [] image = IntentCodec.json(removes ? event.before() : event.after());
    int size = FIXED + TEXTS * 4 + destination.length + resource.length + id.length;
    size += IntentCodec.length(image);
    ByteBuffer out = ByteBuffer.allocate(headroom + Frame.padded(size)).position(headroom);
    out.putLong(HexFormat.fromHexDigitsToLong(event.id().journal().value()));
    out.putLong(event.id().sequence());
    out.put(IntentCodec.code(event.operation()));
    IntentCodec.put(out, event.version());
    Instant at = event.changedAt();
    out.putLong(at.getEpochSecond());
    out.putInt(at.getNano());
    out.putInt(snapshot.recipient().mapping());
    IntentCodec.put(out, destination);
    IntentCodec.put(out, resource);
    IntentCodec.put(out, id);
    IntentCodec.put(out, image);
    return out.array();
  }

  /**
   * Reads a snapshot whose checksum was right.
   *
   * @throws RuntimeException if it is none all the same
   */
  static Snapshot decode(ByteBuffer in) {
    JournalId hash = new JournalId(HEX.toHexDigits(in.getLong()));
    EventId event = new EventId(hash, 0, in.getLong());
    Operation operation = IntentCodec.operation(in.get());
    Version version = IntentCodec.version(in);
    Instant changedAt = Instant.ofEpochSecond(in.getLong(), in.getInt());
    int mapping = in.getInt();
    String destination = IntentCodec.required(in);
    String resource = IntentCodec.required(in);
    String id = IntentCodec.required(in);
    Document image = Objects.requireNonNull(IntentCodec.document(IntentCodec.bytes(in)));
    return new Snapshot(
        new Recipient(destination, mapping),
        operation == Operation.DELETE
            ? new Deleted(event, resource, id, version, changedAt, image)
            : new Inserted(event, resource, id, version, changedAt, image));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
