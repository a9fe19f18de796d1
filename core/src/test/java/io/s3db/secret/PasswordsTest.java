package io.s3db.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.S3dbException;
import io.s3db.golden.Vectors;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordsTest {
  private final Passwords passwords = new Passwords("");

  @Test
  void shortensAndExpandsHashesAsS3dbJsDoes() {
    for (Map<String, @Nullable Object> row : rows()) {
      String full = Vectors.text(row.get("full"));
      String stored = Vectors.text(row.get("stored"));
      assertThat(PasswordForm.shortened(full)).contains(stored);
      assertThat(PasswordForm.shortened(stored)).contains(stored);
      assertThat(PasswordForm.expanded(stored)).contains(Vectors.text(row.get("expandedAgain")));
      assertThat(passwords.stored(full, false)).isEqualTo(stored);
    }
    assertThat(rows()).hasSize(4);
  }

  @Test
  void writesTheCostAsOneDigit() {
    for (Map<String, @Nullable Object> row :
        Vectors.maps(Vectors.map(Vectors.vector("crypto")).get("compactRounds"))) {
      String hash = "$2b$" + row.get("rounds") + "$" + "a".repeat(53);
      assertThat(PasswordForm.shortened(hash)).contains(row.get("prefix") + "a".repeat(53));
    }
  }

  @Test
  void checksHashesOfS3dbJs() {
    for (Map<String, @Nullable Object> row : rows()) {
      Passwords own = new Passwords(Vectors.text(row.get("pepper")));
      String password = Vectors.text(row.get("password"));
      assertThat(own.verify(password, Vectors.text(row.get("stored")))).isTrue();
    }
    Map<String, @Nullable Object> first = rows().getFirst();
    assertThat(passwords.verify("hunter2", Vectors.text(first.get("full")))).isTrue();
    assertThat(passwords.verify("hunter3", Vectors.text(first.get("stored")))).isFalse();
    assertThat(new Passwords("x").verify("hunter2", Vectors.text(first.get("stored")))).isFalse();
  }

  @Test
  void checksWhatItHashed() {
    String bcrypt = passwords.stored("pass word é", false);
    String argon = passwords.stored("pass word é", true);
    assertThat(bcrypt).startsWith("$c$").hasSize(56);
    assertThat(argon).startsWith("$j|g|3|4$");
    assertThat(passwords.verify("pass word é", bcrypt)).isTrue();
    assertThat(passwords.verify("pass word é", argon)).isTrue();
    assertThat(passwords.verify("pass word e", bcrypt)).isFalse();
    assertThat(passwords.verify("pass word e", argon)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "$", "$c$short", "$2b$12$", "$x|y"})
  void noPasswordIsThatOfATextThatIsNoHash(String text) {
    assertThat(passwords.verify("hunter2", text)).isFalse();
    assertThat(Passwords.isHash(text)).isFalse();
  }

  @Test
  void refusesAPasswordWhoseEndWouldNotCount() {
    assertThatThrownBy(() -> passwords.stored("é".repeat(37), false))
        .isInstanceOf(S3dbException.class)
        .hasMessageContaining("72 bytes")
        .hasMessageContaining("argon2id")
        .hasMessageNotContaining("éé");
  }

  private static List<Map<String, @Nullable Object>> rows() {
    return Vectors.maps(Vectors.map(Vectors.vector("crypto")).get("passwords"));
  }
}
