package io.s3db.sink.webhook;

import io.s3db.replicator.options.Options;
import io.s3db.replicator.options.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A secret that sender and receiver share: signs messages as <a
 * href="https://www.standardwebhooks.com">Standard Webhooks</a> says.
 */
final class SigningKey {
  /** Begins a secret that is written in base64. */
  private static final String BASE64 = "whsec_";

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;
  private final Secret text;

  private SigningKey(byte[] key, String text) {
    this.key = new SecretKeySpec(key, ALGORITHM);
    this.text = new Secret(text);
  }

  /**
   * Reads a secret: base64 after {@code whsec_}, else any text, whose bytes are the key.
   *
   * @throws IllegalArgumentException with a text that follows the name of the option
   */
  static SigningKey parse(String secret) {
    if (!secret.startsWith(BASE64)) {
      if (secret.isBlank()) {
        throw new IllegalArgumentException("must not be empty");
      }
      return new SigningKey(secret.getBytes(StandardCharsets.UTF_8), secret);
    }
    byte[] key;
    try {
      key = Base64.getDecoder().decode(secret.substring(BASE64.length()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("must be base64 after 'whsec_'", e);
    }
    if (key.length == 0) {
      throw new IllegalArgumentException("must hold a key after 'whsec_'");
    }
    return new SigningKey(key, secret.substring(BASE64.length()));
  }

  /** Reads {@code secret}, one or several, and notes every problem. */
  static List<SigningKey> read(Options options) {
    Object value = options.value("secret");
    List<SigningKey> keys = new ArrayList<>();
    if (value instanceof Collection<?> none && none.isEmpty()) {
      options.problem("secret", "is an empty list: leave it out to sign nothing");
    }
    for (Object each : value instanceof Collection<?> several ? several : listOf(value)) {
      try {
        keys.add(parse(text(each)));
      } catch (IllegalArgumentException e) {
        options.problem("secret", String.valueOf(e.getMessage()));
      }
    }
    return List.copyOf(keys);
  }

  private static String text(@Nullable Object value) {
    return switch (value) {
      case Secret secret -> secret.reveal();
      case String text -> text;
      case null, default ->
          throw new IllegalArgumentException("must be a text, or a list of texts");
    };
  }

  private static List<Object> listOf(@Nullable Object value) {
    return value == null ? List.of() : List.of(value);
  }

  /** The signature of a message, such as {@code v1,K5oZfzN95Z9…}. */
  String sign(String id, String timestamp, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /** The secret as written, for those who must not print it. */
  String reveal() {
    return text.reveal();
  }

  @Override
  public String toString() {
    return "SigningKey[***]";
  }
}
