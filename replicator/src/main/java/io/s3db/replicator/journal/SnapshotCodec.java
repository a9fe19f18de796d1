package io.s3db.replicator.journal;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.replicator.journal.ChangeEvent.Deleted;
import io.s3db.replicator.journal.ChangeEvent.Inserted;
import io.s3db.replicator.journal.ChangeEvent.Updated;
import io.s3db.replicator.journal.Snapshot.Recipient;
import io.s3db.version.Version;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The content of a snapshot frame, and of one of a change of another program: fixed fields, then
 * texts as in an intent.
 */
final class SnapshotCodec {
  private static final int FIXED = 8 + 8 + 1 + 17 + 8 + 4 + 4;
  private static final int TEXTS = 4;
  private static final HexFormat HEX = HexFormat.of();

  private SnapshotCodec() {}

  /** Encodes a snapshot, with room for the header in front. */
  static byte[] encode(Snapshot snapshot, int headroom) {
    ChangeEvent event = snapshot.event();
    @Nullable Recipient recipient = snapshot.recipient();
    byte @Nullable [] destination = recipient == null ? null : utf8(recipient.destination());
    byte[] resource = utf8(event.resource());
    byte[] id = utf8(event.recordId());
    boolean removes = event.operation() == Operation.DELETE;
    byte @Nullable [] image = IntentCodec.json(removes ? event.before() : event.after());
    int size = FIXED + TEXTS * 4 + IntentCodec.length(destination) + resource.length + id.length;
    size += IntentCodec.length(image);
    ByteBuffer out = ByteBuffer.allocate(headroom + Frame.padded(size)).position(headroom);
    out.putLong(HexFormat.fromHexDigitsToLong(event.id().journal().value()));
    out.putLong(event.id().sequence());
    out.put(IntentCodec.code(event.operation()));
    IntentCodec.put(out, event.version());
    Instant at = event.changedAt();
    out.putLong(at.getEpochSecond());
    out.putInt(at.getNano());
    out.putInt(recipient == null ? Recipient.ALL : recipient.mapping());
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
  static Snapshot decode(ByteBuffer in, boolean foreign) {
    JournalId hash = new JournalId(HEX.toHexDigits(in.getLong()));
    EventId event =
        foreign ? EventId.foreign(hash, in.getLong()) : new EventId(hash, 0, in.getLong());
    Operation operation = IntentCodec.operation(in.get());
    Version version = IntentCodec.version(in);
    Instant changedAt = Instant.ofEpochSecond(in.getLong(), in.getInt());
    int mapping = in.getInt();
    byte @Nullable [] destination = IntentCodec.bytes(in);
    String resource = IntentCodec.required(in);
    String id = IntentCodec.required(in);
    @Nullable Document image = IntentCodec.document(IntentCodec.bytes(in));
    ChangeEvent change =
        switch (operation) {
          case INSERT -> new Inserted(event, resource, id, version, changedAt, required(image));
          case UPDATE ->
              new Updated(event, resource, id, version, changedAt, null, required(image));
          case DELETE -> new Deleted(event, resource, id, version, changedAt, image);
        };
    return foreign
        ? Snapshot.foreign(change)
        : new Snapshot(new Recipient(text(destination), mapping), change);
  }

  private static Document required(@Nullable Document image) {
    return Objects.requireNonNull(image);
  }

  private static String text(byte @Nullable [] utf8) {
    return new String(Objects.requireNonNull(utf8), StandardCharsets.UTF_8);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
