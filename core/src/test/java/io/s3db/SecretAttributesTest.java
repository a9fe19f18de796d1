package io.s3db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.catalog.Behavior;
import io.s3db.golden.GoldenDatabase;
import io.s3db.store.MemoryStore;
import io.s3db.store.NewObject;
import io.s3db.store.ObjectKey;
import io.s3db.store.Precondition;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Secret attributes and passwords, from the outside. */
class SecretAttributesTest {
  private static final String PASSPHRASE = "correct horse battery staple";
  private final MemoryStore store = MemoryStore.create(InstantSource.system());

  private S3db open(String passphrase) {
    return S3db.builder().store(store).passphrase(passphrase).connect();
  }

  private Resource vault(S3db db, Behavior behavior) {
    return db.createResource(
        "vault",
        r ->
            r.attribute("label", "string")
                .attribute("token", "secret|optional")
                .attribute("auth", Map.of("key", "secret|optional"))
                .attribute("pin", "secretNumber|optional")
                .attribute("pw", "password|optional|min:6|max:20")
                .behavior(behavior));
  }

  private String stored(String id) {
    var object = store.get(ObjectKey.of("resource=vault/data/id=" + id)).orElseThrow();
    return object.head().metadata() + new String(object.body(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @EnumSource(Behavior.class)
  void areReadAsTheyWereWrittenAndStoredEncrypted(Behavior behavior) {
    Document record =
        Document.of(
            "id", "a", "label", "l", "token", "plain-é 日", "auth", Map.of("key", "k-1"), "pin", 42);
    try (S3db db = open(PASSPHRASE)) {
      Document inserted = vault(db, behavior).insert(record);
      assertThat(inserted).isEqualTo(record.with("pin", "42"));
    }
    try (S3db db = open(PASSPHRASE)) {
      Resource vault = db.resource("vault");
      assertThat(vault.get("a")).isEqualTo(record.with("pin", "42"));
      assertThat(vault.list(10)).containsExactly(record.with("pin", "42"));
      assertThat(stored("a")).doesNotContain("plain", "k-1", "=42");
    }
  }

  @Test
  void staySetWhenOtherFieldsChangeAndCanBeChanged() {
    try (S3db db = open(PASSPHRASE)) {
      Resource vault = vault(db, Behavior.USER_MANAGED);
      vault.insert(Document.of("id", "a", "label", "l", "token", "one", "pw", "hunter2"));
      String hash = vault.get("a").text("pw");
      vault.update("a", Document.of("label", "m"));
      assertThat(vault.get("a"))
          .isEqualTo(Document.of("id", "a", "label", "m", "token", "one", "pw", hash));

      vault.update("a", Document.of("token", "two", "pw", "hunter3"));
      assertThat(vault.get("a").text("token")).isEqualTo("two");
      assertThat(db.passwords().verify("hunter3", vault.get("a").text("pw"))).isTrue();
      assertThat(db.passwords().verify("hunter2", vault.get("a").text("pw"))).isFalse();
      assertThat(stored("a")).doesNotContain("hunter");
    }
  }

  @Test
  void cipherTextGivenAsValueIsJustAText() {
    try (S3db db = open(PASSPHRASE)) {
      Resource vault = vault(db, Behavior.BODY_ONLY);
      vault.insert(Document.of("id", "a", "label", "l", "token", "inner"));
      String cipherText = stored("a").replaceFirst("(?s).*\"1\":\"([^\"]+)\".*", "$1");
      vault.insert(Document.of("id", "b", "label", "l", "token", cipherText));
      assertThat(cipherText).hasSizeGreaterThan(40);
      assertThat(vault.get("b").text("token")).isEqualTo(cipherText);
    }
  }

  @Test
  void aWrongPassphraseIsAnErrorThatNamesTheFieldAndTouchesNothing() {
    try (S3db db = open(PASSPHRASE)) {
      vault(db, Behavior.USER_MANAGED).insert(Document.of("id", "a", "label", "l", "token", "one"));
      db.resource("vault").insert(Document.of("id", "b", "label", "no secret"));
    }
    String before = stored("a");
    try (S3db db = open("wrong")) {
      Resource vault = db.resource("vault");
      assertThatThrownBy(() -> vault.get("a"))
          .isInstanceOf(UnreadableRecordException.class)
          .hasMessageContaining("'token'")
          .hasMessageContaining("passphrase")
          .hasMessageNotContaining("wrong");
      assertThatThrownBy(() -> vault.update("a", Document.of("label", "m")))
          .isInstanceOf(UnreadableRecordException.class);
      assertThat(vault.get("b").text("label")).isEqualTo("no secret");
    }
    assertThat(stored("a")).isEqualTo(before);
  }

  @Test
  void withoutAPassphraseSecretsAreNeitherReadNorWritten() {
    try (S3db db = open(PASSPHRASE)) {
      vault(db, Behavior.USER_MANAGED).insert(Document.of("id", "a", "label", "l", "token", "one"));
    }
    try (S3db db = S3db.builder().store(store).connect()) {
      Resource vault = db.resource("vault");
      assertThatThrownBy(() -> vault.get("a")).hasMessageContaining("S3dbBuilder.passphrase");
      assertThatThrownBy(() -> vault.insert(Document.of("label", "x", "token", "y-1")))
          .hasMessageContaining("'token' of 'vault' is secret and cannot be written")
          .hasMessageNotContaining("y-1");
      assertThat(vault.insert(Document.of("id", "c", "label", "x"))).isNotNull();
    }
  }

  @Test
  void theDefaultPassphraseMustBeAllowedByName() {
    assertThatThrownBy(() -> open("secret"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("allowDefaultPassphrase");
    S3db.builder().store(store).passphrase("secret").allowDefaultPassphrase().connect().close();
  }

  @Test
  void pluginsSeeThemAsTheyAreStored() {
    FaultyStore counted = new FaultyStore(store);
    RecordingInterceptor plugin = new RecordingInterceptor("p", counted);
    try (S3db db = S3db.builder().store(counted).passphrase(PASSPHRASE).plugin(plugin).connect()) {
      Resource vault = vault(db, Behavior.USER_MANAGED);
      vault.insert(
          Document.of("id", "a", "label", "l", "token", "one", "auth", Map.of("key", "k")));
      vault.update("a", Document.of("token", "two"));
      vault.delete("a");
      assertThat(plugin.writes).hasSize(3);
      assertThat(plugin.writes.toString()).doesNotContain("one", "two", "key=k}");
      assertThat(plugin.writes.get(1).before().text("token")).hasSizeGreaterThan(40);
      assertThat(plugin.writes.get(1).after().text("token"))
          .hasSizeGreaterThan(40)
          .isNotEqualTo(plugin.writes.get(1).before().text("token"));
      vault.insert(Document.of("id", "b", "label", "l", "token", "three"));
      var state = plugin.context().records().read("vault", "b").orElseThrow();
      assertThat(state.document().text("token")).hasSizeGreaterThan(40).isNotEqualTo("three");
    }
  }

  @Test
  void whatCannotBeASecretIsRefusedWithoutShowingIt() {
    try (S3db db = open(PASSPHRASE)) {
      Resource vault = vault(db, Behavior.USER_MANAGED);
      for (Object value : List.of("null", "undefined", "x\ud800", List.of("secret-1"))) {
        assertThatThrownBy(() -> vault.insert(Document.of("label", "l", "token", value)))
            .isInstanceOf(ValidationException.class)
            .hasMessageContaining("'token'")
            .hasMessageNotContaining("secret-1");
      }
      assertThatThrownBy(() -> vault.insert(Document.of("label", "l", "pw", "short")))
          .hasMessageContaining("This password 'pw' field length must be at least 6 long.");
    }
  }

  @Test
  void theyMayNotBeShownInKeys() {
    try (S3db db = open(PASSPHRASE)) {
      assertThatThrownBy(
              () ->
                  db.createResource(
                      "keys",
                      r ->
                          r.attribute("token", "secret")
                              .partition("byToken", Map.of("token", "string"))))
          .isInstanceOf(ValidationException.class)
          .hasMessageContaining("secret 'token'");
    }
  }

  @Test
  void theSchemaSaysWhichTheyAre() {
    try (S3db db = open(PASSPHRASE)) {
      assertThat(vault(db, Behavior.BODY_ONLY).definition().secretAttributes())
          .containsExactly("token", "auth.key", "pin");
    }
  }

  @Test
  void aDatabaseOfS3dbJsIsReadAndUpdated() {
    GoldenDatabase.load("secrets")
        .objects()
        .forEach(
            (_, object) ->
                store.put(
                    object.head().key(),
                    new NewObject(
                        object.body(), object.head().contentType(), object.head().metadata()),
                    Precondition.none()));
    try (S3db db = open(PASSPHRASE)) {
      Resource vault = db.resource("vault");
      Document v1 = vault.get("v1");
      vault.update("v1", Document.of("any", "changed"));
      assertThat(vault.get("v1")).isEqualTo(v1.with("any", "changed"));
      assertThat(vault.get("v1").text("auth.key", "")).isEqualTo("nested-key");
      assertThat(db.passwords().verify("hunter2", vault.get("v1").text("pw"))).isTrue();
      assertThat(db.passwords().verify("hunter2", vault.get("v1").text("pw2"))).isTrue();
      assertThat(vault.get("v3").has("token")).isFalse();
      assertThat(db.resource("overflowvault").get("b1").text("token")).isEqualTo("body-secret");
    }
  }

  @Test
  void areNotPrinted() {
    try (S3db db = open(PASSPHRASE)) {
      Resource vault = vault(db, Behavior.USER_MANAGED);
      Document record =
          Document.of(
              "id", "a", "label", "l", "token", "plain", "auth", Map.of("key", "plain"), "pin", 4);
      assertThat(vault.insert(record).toString()).doesNotContain("plain").contains("\"l\"");
      assertThat(vault.get("a").toString()).doesNotContain("plain");
      assertThat(vault.list().toString()).doesNotContain("plain").contains("***");
      assertThat(vault.patch("a", Document.of("label", "m")).toString()).doesNotContain("plain");
      assertThat(vault.update("a", Document.of("label", "m")).toString()).doesNotContain("plain");
      assertThat(vault.get("a").text("token")).isEqualTo("plain");
    }
  }
}
