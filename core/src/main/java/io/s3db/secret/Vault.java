package io.s3db.secret;

import io.s3db.S3dbException;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What opens and closes the secret attributes of a database. Safe for many threads; its text shows
 * nothing.
 */
public final class Vault {
  /** The passphrase s3db.js uses where none is given, known to everybody. */
  public static final String DEFAULT_PASSPHRASE = "secret";

  private final @Nullable SecretCipher cipher;
  private final Passwords passwords;

  private Vault(@Nullable SecretCipher cipher, Passwords passwords) {
    this.cipher = cipher;
    this.passwords = passwords;
  }

  /** A vault without a passphrase: secrets can be neither read nor written; passwords can. */
  public static Vault locked() {
    return new Vault(null, new Passwords(""));
  }

  /**
   * A vault.
   *
   * @param passphrase of the secrets, or null if there is none
   * @param pepper appended to every password; empty for none
   * @param random of salts and nonces: must be unpredictable
   */
  public static Vault of(@Nullable String passphrase, String pepper, RandomGenerator random) {
    SecretCipher cipher =
        passphrase == null ? null : new SecretCipher(new SecretKeys(passphrase), random);
    return new Vault(cipher, new Passwords(pepper));
  }

  /** Hashes and checks passwords. */
  public Passwords passwords() {
    return passwords;
  }

  /**
   * The stored text of a secret.
   *
   * @param resource and field, for messages
   * @throws S3dbException with code {@code PASSPHRASE_MISSING}
   */
  public String seal(String resource, String field, String text) {
    return unlocked(resource, field, "written").encrypt(text);
  }

  /**
   * The secret of a stored text.
   *
   * @throws S3dbException with code {@code PASSPHRASE_MISSING}, or {@code SECRET_UNREADABLE} if the
   *     passphrase does not open it
   */
  public String open(String resource, String field, String stored) {
    Optional<String> text = unlocked(resource, field, "read").decrypt(stored);
    return text.orElseThrow(
        () ->
            new S3dbException(
                "SECRET_UNREADABLE",
                "The field '%s' of '%s' cannot be decrypted with the passphrase given."
                    .formatted(field, resource),
                "Connect with the passphrase under which it was written."));
  }

  private SecretCipher unlocked(String resource, String field, String done) {
    if (cipher == null) {
      throw new S3dbException(
          "PASSPHRASE_MISSING",
          "The field '%s' of '%s' is secret and cannot be %s without a passphrase."
              .formatted(field, resource, done),
          "Set it with S3dbBuilder.passphrase.");
    }
    return cipher;
  }

  @Override
  public String toString() {
    return cipher == null ? "Vault[locked]" : "Vault[passphrase hidden]";
  }
}
