package io.s3db.server.http;

import io.s3db.replicator.options.Secret;
import io.s3db.server.config.ServerSettings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/** Compares tokens in a time that tells nothing about them. */
final class Tokens {
  private final Optional<byte[]> full;
  private final Optional<byte[]> read;

  Tokens(ServerSettings settings) {
    this.full = settings.token().map(Tokens::hash);
    this.read = settings.readToken().map(Tokens::hash);
  }

  boolean required() {
    return full.isPresent();
  }

  /** What the holder of a token may do. */
  Access access(String token) {
    byte[] given = hash(new Secret(token));
    boolean isFull = full.isPresent() && MessageDigest.isEqual(full.get(), given);
    boolean isRead = read.isPresent() && MessageDigest.isEqual(read.get(), given);
    return isFull ? Access.FULL : isRead ? Access.READ : Access.NONE;
  }

  /** Of equal length whatever the token is. */
  private static byte[] hash(Secret token) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(token.reveal().getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
