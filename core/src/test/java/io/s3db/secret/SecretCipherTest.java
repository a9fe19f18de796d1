package io.s3db.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.golden.Vectors;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SecretCipherTest {
  private final SecretKeys keys = new SecretKeys("correct horse battery staple");
  private final SecretCipher cipher = new SecretCipher(keys, new SecureRandom());

  @Test
  void opensWhatS3dbJsClosed() {
    for (Map<String, @Nullable Object> row : rows()) {
      SecretKeys own = new SecretKeys(Vectors.text(row.get("passphrase")));
      assertThat(
              new SecretCipher(own, new SecureRandom())
                  .decrypt(Vectors.text(row.get("ciphertext"))))
          .contains(Vectors.text(row.get("plaintext")));
    }
    assertThat(rows()).hasSize(10);
  }

  @Test
  void opensWhatItClosed() {
    for (String text : List.of("", "a", "senha é 日本 😀", "x".repeat(5000))) {
      assertThat(cipher.decrypt(cipher.encrypt(text))).contains(text);
    }
  }

  @Test
  void equalTextsHaveDifferentCipherTexts() {
    Set<String> seen = new HashSet<>();
    IntStream.range(0, 100).forEach(_ -> seen.add(cipher.encrypt("same")));
    assertThat(seen).hasSize(100);
  }

  @Test
  void manyTextsCostOneDerivation() {
    IntStream.range(0, 200).forEach(i -> cipher.decrypt(cipher.encrypt("text " + i)));
    assertThat(keys.kept()).isEqualTo(1);
  }

  @Test
  void giveNothingForAnotherPassphraseADamagedTextOrPlainText() {
    String stored = cipher.encrypt("text");
    SecretCipher other = new SecretCipher(new SecretKeys("other"), new SecureRandom());
    byte[] bytes = Base64.getDecoder().decode(stored);
    bytes[bytes.length - 1] ^= 1;
    assertThat(other.decrypt(stored)).isEmpty();
    assertThat(cipher.decrypt(Base64.getEncoder().encodeToString(bytes))).isEmpty();
    assertThat(cipher.decrypt("plain text")).isEmpty();
    assertThat(cipher.decrypt("")).isEmpty();
    assertThat(cipher.decrypt("aGk=")).isEmpty();
  }

  private static List<Map<String, @Nullable Object>> rows() {
    return Vectors.maps(
        Vectors.map(Vectors.map(Vectors.vector("crypto")).get("secret")).get("rows"));
  }
}
