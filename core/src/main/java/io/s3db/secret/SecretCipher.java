package io.s3db.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Encrypts texts as s3db.js does: AES-256 in GCM mode, stored as base64 of salt (16 bytes), nonce
 * (12), cipher text and tag (16).
 *
 * <p>Each text has a nonce of its own. A salt is used for a million texts before a new one is
 * drawn: a key lasts for 2^32 random nonces, and a salt a text, as s3db.js draws them, would cost a
 * derivation for each. Safe for many threads.
 */
final class SecretCipher {
  private static final int SALT = 16;
  private static final int NONCE = 12;
  private static final int TAG = 16;
  private static final int USES = 1 << 20;

  private final SecretKeys keys;
  private final RandomGenerator random;
  private byte[] salt = {};
  private int uses;

  SecretCipher(SecretKeys keys, RandomGenerator random) {
    this.keys = keys;
    this.random = random;
  }

  /** The stored text of a text. */
  String encrypt(String text) {
    byte[] chosen = salt();
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, chosen, nonce).doFinal(text.getBytes(UTF_8));
      byte[] stored =
          ByteBuffer.allocate(SALT + NONCE + sealed.length)
              .put(chosen)
              .put(nonce)
              .put(sealed)
              .array();
      return Base64.getEncoder().encodeToString(stored);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a text could not be encrypted", e);
    }
  }

  /** The text of a stored text, or nothing if it is none that this passphrase opens. */
  Optional<String> decrypt(String stored) {
    try {
      byte[] bytes = Base64.getDecoder().decode(stored);
      if (bytes.length < SALT + NONCE + TAG) {
        return Optional.empty();
      }
      byte[] nonce = Arrays.copyOfRange(bytes, SALT, SALT + NONCE);
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(bytes, SALT), nonce);
      byte[] text = cipher.doFinal(bytes, SALT + NONCE, bytes.length - SALT - NONCE);
      return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString());
    } catch (IllegalArgumentException | AEADBadTagException | CharacterCodingException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a text could not be decrypted", e);
    }
  }

  private Cipher cipher(int mode, byte[] salt, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, keys.of(salt), new GCMParameterSpec(TAG * 8, nonce));
    return cipher;
  }

  private synchronized byte[] salt() {
    if (salt.length == 0 || uses == USES) {
      salt = new byte[SALT];
      random.nextBytes(salt);
      uses = 0;
    }
    uses++;
    return salt;
  }
}
