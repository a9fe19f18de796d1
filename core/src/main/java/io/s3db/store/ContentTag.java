package io.s3db.store;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tags made from content: of a body alone, as buckets have them, or of a whole object. */
final class ContentTag {
  private static final int BUFFER = 1 << 16;

  private ContentTag() {}

  /** MD5 of a body, in hexadecimal. */
  static String ofBody(byte[] body) {
    return HexFormat.of().formatHex(digest("MD5").digest(body));
  }

  /** MD5 of the bytes of a stream, read to its end, in hexadecimal. */
  static String ofBody(InputStream body) throws IOException {
    MessageDigest digest = digest("MD5");
    byte[] buffer = new byte[BUFFER];
    for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
      digest.update(buffer, 0, read);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** MD5 of a file, in hexadecimal, or null if there is no such file. */
  static @Nullable String ofFile(Path file) throws IOException {
    FileInputStream open = Disk.open(file);
    if (open == null) {
      return null;
    }
    try (open) {
      return ofBody(open);
    }
  }

  /** A tag that changes with the body, the media type or the metadata. */
  static ETag of(String bodyTag, @Nullable String contentType, Map<String, String> metadata) {
    MessageDigest digest = digest("SHA-256");
    add(digest, bodyTag);
    add(digest, contentType == null ? "" : contentType);
    new TreeMap<>(metadata)
        .forEach(
            (name, value) -> {
              add(digest, name);
              add(digest, value);
            });
    return new ETag(HexFormat.of().formatHex(digest.digest(), 0, 16));
  }

  static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has " + algorithm, e);
    }
  }

  private static void add(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }
}
