package io.s3db.record;

import io.s3db.json.JsonNames;
import io.s3db.store.NewObject;
import io.s3db.store.ObjectHead;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record whose body is too large to be held, and is none of its fields: they lie in metadata.
 *
 * @param head everything but the body
 * @param content whether the body is content, and not a copy of the fields that s3db.js left
 * @param stamp its valid stamp, if it has one
 * @param digest of the metadata and the body
 */
public record StreamedRecord(
    ObjectHead head, boolean content, Optional<Stamp> stamp, String digest) {

  /** Whether fields may lie in the body of an object: then it must be read as a whole. */
  public static boolean fieldsInBody(Map<String, String> metadata) {
    return metadata.containsKey(SystemNames.MAP) || StoredFields.isBodyPart(metadata);
  }

  /**
   * Reads the body once, from its first byte to its last.
   *
   * @param copy is given each byte
   */
  public static StreamedRecord read(ObjectHead head, InputStream body, OutputStream copy)
      throws IOException {
    MessageDigest digest = RecordDigest.begun(head.metadata());
    InputStream bytes = new Tee(body, digest, copy);
    boolean content = isContent(bytes);
    bytes.transferTo(OutputStream.nullOutputStream());
    String whole = RecordDigest.ended(digest);
    Optional<Stamp> stamp = Stamp.claimed(head).filter(each -> each.digest().equals(whole));
    return new StreamedRecord(head, content, stamp, whole);
  }

  /** Whether bytes beside fields in metadata are content. Reads as many of them as are needed. */
  public static boolean isContent(InputStream body) throws IOException {
    BufferedInputStream bytes = new BufferedInputStream(body);
    bytes.mark(1);
    if (bytes.read() != '{') {
      return true;
    }
    bytes.reset();
    return !JsonNames.anyOf(bytes, StoredFields.NAMES_OF_RECORDS);
  }

  /** The stamp that the metadata claims to have, of a body nobody has read. */
  public static @Nullable Stamp claimed(ObjectHead head) {
    return Stamp.claimed(head).orElse(null);
  }

  /** Whether this is the object that was sent. */
  public boolean is(NewObject sent) throws IOException {
    if (sent.content().size() != head.size() || !sent.metadata().equals(head.metadata())) {
      return false;
    }
    try (InputStream bytes = sent.content().open()) {
      return RecordDigest.of(sent.metadata(), bytes).equals(digest);
    }
  }

  /** Hands each byte that is read to a hash and a copy. */
  private static final class Tee extends FilterInputStream {
    private final MessageDigest digest;
    private final OutputStream copy;

    Tee(InputStream in, MessageDigest digest, OutputStream copy) {
      super(in);
      this.digest = digest;
      this.copy = copy;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = super.read(bytes, offset, length);
      if (read > 0) {
        digest.update(bytes, offset, read);
        copy.write(bytes, offset, read);
      }
      return read;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
