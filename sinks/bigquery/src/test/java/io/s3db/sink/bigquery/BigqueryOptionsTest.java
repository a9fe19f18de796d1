package io.s3db.sink.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.Document;
import io.s3db.json.Json;
import io.s3db.replicator.options.Options;
import io.s3db.replicator.options.Secret;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkException;
import io.s3db.replicator.spi.SinkProvider;
import io.s3db.testkit.sink.RecordingSinkContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the options accept and how they complain; their effects are tested where they matter. */
class BigqueryOptionsTest {
  @TempDir private Path folder;

  @Test
  void isFoundByItsName() {
    assertThat(ServiceLoader.load(SinkProvider.class).stream().map(each -> each.get().driver()))
        .contains("bigquery");
  }

  @Test
  void namesWhatIsMissing() {
    assertThat(problems(Map.of()))
        .containsExactlyInAnyOrder("config.projectId is required", "config.datasetId is required");
  }

  @Test
  void doesNotShowATextThatMayBeAKey() {
    for (Object given : List.of("AIzaS3cr3t", new Secret("AIzaS3cr3t"), "c2VjcmV0/S3cr3t==")) {
      assertThat(problems(with("credentials", given)))
          .singleElement()
          .asString()
          .startsWith("config.credentials names a file that does not exist")
          .doesNotContain("S3cr3t");
    }
    assertThat(problems(with("credentials", "/none/key.json")))
        .containsExactly("config.credentials names a file that does not exist: '/none/key.json'");
  }

  @Test
  void takesNoKeyThatIsNoJson() {
    Map<String, Object> cycle = new LinkedHashMap<>();
    cycle.put("type", new Object());
    assertThat(problems(with("credentials", cycle)))
        .containsExactly("config.credentials is no JSON: give the key file of a service account");
    assertThat(problems(with("credentials", "{\"private_key\": s3cr3t")))
        .containsExactly("config.credentials is no JSON: give the key file of a service account");
    assertThat(problems(with("credentials", Map.of("type", "service_account"))))
        .containsExactly(
            "config.credentials has no field 'client_email', which a service account has");
    assertThat(problems(with("credentials", 5)))
        .containsExactly("config.credentials must be an object or the path of a key file");
  }

  @Test
  void hasDefaults() {
    BigqueryOptions options = read(Map.of());

    assertThat(options.location()).isEqualTo("US");
    assertThat(options.mode()).isEqualTo(Mode.MIRROR);
    assertThat(options.schemaSync()).isTrue();
    assertThat(options.ensureDataset()).isFalse();
    assertThat(options.maxStaleness()).isNull();
    assertThat(options.endpoint()).isNull();
    assertThat(options.target()).isEqualTo("bigquery://shop/facts");
  }

  @Test
  void refusesNamesThatCannotBe() {
    assertThat(problems(with("projectId", "My Project")))
        .containsExactly(
            "config.projectId must be made of lower-case letters, digits and hyphens, not 'My"
                + " Project'");
    assertThat(problems(with("datasetId", "a-b")))
        .containsExactly(
            "config.datasetId must be made of letters, digits and underscores, not 'a-b'");
  }

  @Test
  void refusesAnUnknownMode() {
    assertThat(problems(with("mode", "upsert")))
        .containsExactly("config.mode must be one of mirror, append, not 'upsert'");
  }

  @Test
  void wantsBothAddressesOrNone() {
    assertThat(problems(with("endpoint", "http://127.0.0.1:1")))
        .singleElement()
        .asString()
        .startsWith("config.storageEndpoint is required too");
    assertThat(problems(with("storageEndpoint", "http://127.0.0.1:1")))
        .singleElement()
        .asString()
        .startsWith("config.endpoint is required too");
    assertThat(problems(with("endpoint", "127.0.0.1:1")))
        .containsExactly("config.endpoint must be an address such as https://HOST:PORT");
  }

  @Test
  void readsCredentialsAsAnObjectAFileOrText() throws Exception {
    Path file = folder.resolve("key.json");
    Files.writeString(file, Json.write(ServiceAccount.KEY));

    assertThat(problems(with("credentials", ServiceAccount.KEY))).isEmpty();
    assertThat(problems(with("credentials", Document.copyOf(ServiceAccount.KEY)))).isEmpty();
    assertThat(problems(with("credentials", file.toString()))).isEmpty();
    assertThat(problems(with("credentials", Json.write(ServiceAccount.KEY)))).isEmpty();
  }

  @Test
  void saysInOneSentenceWhatIsWrongWithCredentials() throws Exception {
    Path text = Files.writeString(folder.resolve("text"), "s3cr3t, not JSON");
    Path list = Files.writeString(folder.resolve("list"), "[\"s3cr3t\"]");
    Map<String, Object> broken = new LinkedHashMap<>(ServiceAccount.KEY);
    broken.put("private_key", "-----BEGIN PRIVATE KEY-----\ns3cr3t\n-----END PRIVATE KEY-----\n");

    assertThat(problems(with("credentials", folder.resolve("none.json").toString())))
        .containsExactly(
            "config.credentials names a file that does not exist: '"
                + folder.resolve("none.json")
                + "'");
    assertThat(problems(with("credentials", folder.toString())))
        .containsExactly("config.credentials names a file that cannot be read: '" + folder + "'");
    assertThat(problems(with("credentials", text.toString())))
        .containsExactly("config.credentials is no JSON: give the key file of a service account");
    assertThat(problems(with("credentials", list.toString())))
        .containsExactly(
            "config.credentials has no field 'type': give the key of a service account");
    assertThat(problems(with("credentials", Map.of("type", "service_account"))))
        .containsExactly(
            "config.credentials has no field 'client_email', which a service account has");
    assertThat(problems(with("credentials", 5)))
        .containsExactly("config.credentials must be an object or the path of a key file");
    assertThat(problems(with("credentials", broken)))
        .singleElement()
        .asString()
        .startsWith("config.credentials is no key that Google's client can read")
        .doesNotContain("s3cr3t");
  }

  @Test
  void neverPrintsCredentials() {
    BigqueryOptions options = read(Map.of("credentials", ServiceAccount.KEY));

    assertThat(options.toString())
        .contains("credentials ****")
        .doesNotContain("BEGIN PRIVATE KEY", "k3y-1d", "writer@shop");
  }

  @Test
  void asksForATokenWithTheCredentials() {
    Map<String, Object> config = with("credentials", ServiceAccount.KEY);
    config.put("endpoint", "https://127.0.0.1:1");
    config.put("storageEndpoint", "https://127.0.0.1:1");
    try (Sink sink =
        new BigquerySinkProvider()
            .configure(Options.of("config", config, new ArrayList<>()))
            .open(new RecordingSinkContext())) {

      // The address of the token is one that refuses: so the key was asked for.
      assertThatThrownBy(sink::probe)
          .isInstanceOf(SinkException.Unavailable.class)
          .hasMessageContainingAll("access token", "Connection refused");
    }
  }

  private static Map<String, Object> with(String option, Object value) {
    Map<String, Object> config =
        new LinkedHashMap<>(Map.of("projectId", "shop", "datasetId", "facts"));
    config.put(option, value);
    return config;
  }

  private static BigqueryOptions read(Map<String, Object> more) {
    List<String> problems = new ArrayList<>();
    Map<String, Object> config = with("projectId", "shop");
    config.putAll(more);
    BigqueryOptions options = BigqueryOptions.read(Options.of("config", config, problems));
    assertThat(problems).isEmpty();
    return options;
  }

  private static List<String> problems(Map<String, Object> config) {
    List<String> problems = new ArrayList<>();
    BigqueryOptions.read(Options.of("config", config, problems));
    return problems;
  }
}
