package io.s3db.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.s3db.version.Version;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Hashes that bind a stamp to what it was put on. */
final class RecordDigest {
  private static final HexFormat HEX = HexFormat.of();

  private RecordDigest() {}

  /**
   * The first 16 hexadecimal digits of the SHA-256 over a line {@code name=value} for each metadata
   * entry but the stamp, in the order of names, and the body without the stamp.
   */
  static String of(Map<String, String> metadata, byte[] body) {
    MessageDigest digest = begun(metadata);
    digest.update(StampMember.remove(body));
    return ended(digest);
  }

  /** The same of a body that does not start with a stamp; it is read to its end. */
  static String of(Map<String, String> metadata, InputStream body) throws IOException {
    MessageDigest digest = begun(metadata);
    body.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    return ended(digest);
  }

  /** The hash of the metadata, to which the body is to be added. */
  static MessageDigest begun(Map<String, String> metadata) {
    MessageDigest digest = sha256();
    new TreeMap<>(metadata)
        .forEach(
            (name, value) -> {
              if (!name.equals(SystemNames.STAMP)) {
                digest.update((name + "=" + value + "\n").getBytes(UTF_8));
              }
            });
    return digest;
  }

  static String ended(MessageDigest digest) {
    return HEX.formatHex(digest.digest(), 0, 8);
  }

  /** The first 8 hexadecimal digits of the SHA-256 of a version's text. */
  static String ofVersion(Version version) {
    return HEX.formatHex(hash(version), 0, 4);
  }

  /** The first 32 bits of the same. */
  static int bitsOf(Version version) {
    return ByteBuffer.wrap(hash(version)).getInt();
  }

  private static byte[] hash(Version version) {
    return sha256().digest(version.toString().getBytes(UTF_8));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
