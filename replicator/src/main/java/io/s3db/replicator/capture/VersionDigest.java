package io.s3db.replicator.capture;

import io.s3db.version.Version;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The digest by which a stamp names the version it replaced: 8 hex digits of SHA-256 of its text.
 */
final class VersionDigest {
  private VersionDigest() {}

  static String of(Version version) {
    try {
      byte[] text = version.toString().getBytes(StandardCharsets.US_ASCII);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text);
      return HexFormat.of().formatHex(digest, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
