package io.s3db.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that a passphrase gives with different salts: PBKDF2 with HMAC-SHA256, 100,000 rounds,
 * 32 bytes.
 *
 * <p>A derivation takes tens of milliseconds, so the keys of the salts used last are kept; two
 * threads that need the same one wait for a single derivation. Safe for many threads.
 */
final class SecretKeys {
  private static final int ROUNDS = 100_000;
  private static final int KEPT = 4_096;

  private final byte[] passphrase;
  private final Map<String, FutureTask<SecretKey>> keys =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, FutureTask<SecretKey>> eldest) {
          return size() > KEPT;
        }
      };

  SecretKeys(String passphrase) {
    // HMAC pads keys with zeros, so one zero is the same as nothing, which Java refuses.
    this.passphrase = passphrase.isEmpty() ? new byte[1] : passphrase.getBytes(UTF_8);
  }

  SecretKey of(byte[] salt) {
    FutureTask<SecretKey> task;
    synchronized (keys) {
      task =
          keys.computeIfAbsent(
              HexFormat.of().formatHex(salt), _ -> new FutureTask<>(() -> derive(salt)));
    }
    task.run(); // Does nothing if another thread has run it; then get() waits for that one.
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true; // The derivation is short and finishes in any case.
        } catch (ExecutionException e) {
          throw new IllegalStateException("a key could not be derived", e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** How many keys are kept. */
  int kept() {
    synchronized (keys) {
      return keys.size();
    }
  }

  /**
   * One block of PBKDF2. Java's own takes a password of characters and refuses an empty one, while
   * s3db.js hashes UTF-8 and takes any.
   */
  private SecretKey derive(byte[] salt) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(passphrase, "HmacSHA256"));
    mac.update(salt);
    mac.update(new byte[] {0, 0, 0, 1});
    byte[] round = mac.doFinal();
    byte[] key = round.clone();
    for (int i = 1; i < ROUNDS; i++) {
      mac.update(round);
      mac.doFinal(round, 0);
      for (int b = 0; b < key.length; b++) {
        key[b] ^= round[b];
      }
    }
    return new SecretKeySpec(key, "AES");
  }
}
