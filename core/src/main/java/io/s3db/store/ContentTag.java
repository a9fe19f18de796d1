package io.s3db.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tags made from content: of a body alone, as buckets have them, or of a whole object. */
final class ContentTag {
  private ContentTag() {}

  /** MD5 of a body, in hexadecimal. */
  static String ofBody(byte[] body) {
    return HexFormat.of().formatHex(digest("MD5").digest(body));
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
