package io.s3db.secret;

import com.password4j.Argon2Function;
import com.password4j.BcryptFunction;
import com.password4j.Password;
import com.password4j.types.Argon2;
import com.password4j.types.Bcrypt;
import io.s3db.S3dbException;
import java.util.Optional;

/**
 * Hashes passwords for attributes of the type {@code password}, and checks them.
 *
 * <p>Hashes are those of s3db.js: bcrypt of cost 12 for {@code password} and {@code
 * password:bcrypt}, argon2id with 64 MiB, 3 passes and 4 lanes for {@code password:argon2id}. Each
 * takes a good part of a second, on purpose. A pepper is appended to every password. Immutable,
 * safe for many threads.
 *
 * <pre>{@code
 * boolean welcome = db.passwords().verify(typed, user.text("password"));
 * }</pre>
 */
public final class Passwords {
  private static final int COST = 12;
  private static final int BCRYPT_BYTES = 72;
  private static final int MEMORY = 1 << 16;
  private static final int PASSES = 3;
  private static final int LANES = 4;
  private static final int HASH = 32;
  private static final int SALT = 16;

  private final String pepper;

  /** Appends this pepper to every password; empty for none. */
  public Passwords(String pepper) {
    this.pepper = pepper;
  }

  /** Whether a text is a stored or usual form of a hash, and not a password to be hashed. */
  public static boolean isHash(String text) {
    return PasswordForm.isHash(text);
  }

  /**
   * The form in which a password is stored. What is a hash already is only shortened.
   *
   * @param argon whether argon2id is wanted instead of bcrypt
   * @throws S3dbException with code {@code PASSWORD_TOO_LONG}, if bcrypt would ignore the end of it
   */
  public String stored(String password, boolean argon) {
    Optional<String> hash = PasswordForm.shortened(password);
    return hash.orElseGet(() -> shortened(argon ? argon(password) : bcrypt(password)));
  }

  /**
   * Whether a password is the one of a hash, as a record has it.
   *
   * @param hash in stored or usual form; false for any other text
   */
  public boolean verify(String password, String hash) {
    return PasswordForm.expanded(hash).filter(full -> matches(password + pepper, full)).isPresent();
  }

  private static boolean matches(String peppered, String hash) {
    return hash.startsWith("$argon2")
        ? Password.check(peppered, hash).with(Argon2Function.getInstanceFromHash(hash))
        : Password.check(peppered, hash).with(BcryptFunction.getInstanceFromHash(hash));
  }

  private String bcrypt(String password) {
    String peppered = password + pepper;
    if (peppered.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > BCRYPT_BYTES) {
      throw new S3dbException(
          "PASSWORD_TOO_LONG",
          "A password of more than 72 bytes, with its pepper, cannot be hashed by bcrypt: its end"
              + " would not count.",
          "Shorten it, or declare the attribute 'password:argon2id'.");
    }
    return Password.hash(peppered).with(BcryptFunction.getInstance(Bcrypt.B, COST)).getResult();
  }

  private String argon(String password) {
    Argon2Function argon = Argon2Function.getInstance(MEMORY, PASSES, LANES, HASH, Argon2.ID, 19);
    return Password.hash(password + pepper).addRandomSalt(SALT).with(argon).getResult();
  }

  private static String shortened(String hash) {
    return PasswordForm.shortened(hash).orElseThrow();
  }
}
