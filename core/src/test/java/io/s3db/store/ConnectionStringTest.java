package io.s3db.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.S3dbException;
import io.s3db.json.Json;
import io.s3db.store.ConnectionString.Bucket;
import io.s3db.store.ConnectionString.Credentials;
import io.s3db.store.ConnectionString.Directory;
import io.s3db.store.ConnectionString.Memory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionStringTest {
  /** Where we mean to differ: s3db.js parses region and forcePathStyle and then ignores them. */
  private static final Map<String, Map<String, Object>> HONOURED =
      Map.of(
          "eu-west-1",
          Map.of(
              "region", "eu-west-1",
              "endpoint", "https://s3.eu-west-1.amazonaws.com",
              "forcePathStyle", true));

  static Stream<Map<String, Object>> vectors() throws IOException {
    try (InputStream in =
        requireNonNull(
            ConnectionStringTest.class.getResourceAsStream(
                "/golden/vectors/connection-strings.json"))) {
      return ((List<?>) requireNonNull(Json.parse(in.readAllBytes())))
          .stream().map(ConnectionStringTest::object);
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void readsWhatS3dbJsReads(Map<String, Object> vector) {
    String text = (String) requireNonNull(vector.get("in"));
    if (vector.containsKey("error") || text.startsWith("minio:")) {
      assertThatThrownBy(() -> ConnectionString.parse(text)).isInstanceOf(S3dbException.class);
      return;
    }
    Map<String, Object> expected = new LinkedHashMap<>(object(vector.get("out")));
    Object region = object(expected.get("clientOptions")).get("region");
    expected.putAll(HONOURED.getOrDefault(String.valueOf(region), Map.of()));
    object(expected.get("clientOptions")).remove("sessionToken"); // a credential, not an option
    assertThat(described(ConnectionString.parse(text)))
        .containsExactlyInAnyOrderEntriesOf(expected);
  }

  @Test
  void derivesTheEndpointFromTheRegion() {
    assertThat(bucket("s3://b?region=ap-south-1").endpoint())
        .hasToString("https://s3.ap-south-1.amazonaws.com");
    assertThat(bucket("s3://b?region=cn-north-1").endpoint())
        .hasToString("https://s3.cn-north-1.amazonaws.com.cn");
    assertThat(bucket("https://k:s@store.example/b?region=fsn1").region()).isEqualTo("fsn1");
  }

  @Test
  void encodesAPrefixAsAUrlDoes() {
    assertThat(bucket("s3://b/a b/é/./x/../y").keyPrefix()).isEqualTo("a%20b/%C3%A9/y");
  }

  @Test
  void joinsAPrefixWithoutDoubledSlashes() {
    assertThat(ConnectionString.segments("//a//b/")).isEqualTo("a/b/");
    assertThat(ConnectionString.segments("/")).isEmpty();
  }

  @Test
  void readsARelativeDirectory() {
    assertThat(ConnectionString.parse("file://./data/x"))
        .isEqualTo(
            new Directory(Path.of("data/x").toAbsolutePath(), new ConnectionOptions(Map.of())));
    assertThat(((Directory) ConnectionString.parse("file://../x")).path())
        .isEqualTo(Path.of("").toAbsolutePath().resolveSibling("x"));
  }

  @Test
  void takesTheLastAtSignAsTheEndOfTheSecret() {
    assertThat(bucket("s3://AK:S@K@bucket").credentials())
        .isEqualTo(new Credentials("AK", "S@K", null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://AKIA:topsecret/with/slash@bucket/x",
        "s3://AKIA:topsecret",
        "AKIA:topsecret@bucket",
        "AKIA:topsecret",
        "gopher://AKIA:topsecret@bucket",
        "https://AKIA:topsecret@",
        "s3://:topsecret@bucket",
        "s3://bucket?sessionToken=topsecret",
        "http://AKIA:topsecret@bad host/x",
      })
  void keepsSecretsOutOfMessages(String text) {
    assertThatThrownBy(() -> ConnectionString.parse(text))
        .isInstanceOf(S3dbException.class)
        .message()
        .doesNotContain("topsecret")
        .contains("s3://KEY:SECRET@bucket/prefix");
  }

  @Test
  void keepsSecretsOutOfItsText() {
    ConnectionString address =
        ConnectionString.parse(
            "https://AKIA:topsecret@h:9000/b/p?sessionToken=topsecret&region=eu");
    assertThat(address).hasToString("https://h:9000/b/p");
    assertThat(address.options().toString()).doesNotContain("topsecret");
    assertThat(String.valueOf(((Bucket) address).credentials())).isEqualTo("Credentials[***]");
  }

  @Test
  void namesTheSchemeItDoesNotKnow() {
    assertThatThrownBy(() -> ConnectionString.parse("minio://k:s@h:9/b"))
        .hasMessageStartingWith("Unknown scheme 'minio'")
        .hasMessageContaining("https://KEY:SECRET@host/bucket/prefix");
  }

  @Test
  void refusesAMisspeltOption() {
    assertThatThrownBy(() -> ObjectStores.open("memory://b?regoin=eu"))
        .hasMessageContaining("'regoin'");
    assertThatThrownBy(
            () ->
                ConnectionString.parse("s3://b?fsnc=1")
                    .options()
                    .refuseUnknown("b", List.of("fsync")))
        .hasMessage("The connection string of b has an unknown option 'fsnc'. Known are: fsync.");
  }

  @Test
  void readsTypedOptions() {
    ConnectionOptions options =
        ConnectionString.parse("s3://b?on=true&n=5&wait=1500ms&text=a+b").options();
    assertThat(options.flag("on", false)).isTrue();
    assertThat(options.flag("off", true)).isTrue();
    assertThat(options.count("n", 1)).isEqualTo(5);
    assertThat(options.duration("wait", Duration.ZERO)).isEqualTo(Duration.ofMillis(1500));
    assertThat(options.text("text", "")).isEqualTo("a b");
    assertThatThrownBy(() -> options.count("text", 1)).hasMessageContaining("'text'");
    assertThatThrownBy(() -> options.flag("n", true)).hasMessageContaining("?n=true");
    assertThatThrownBy(() -> options.duration("n", Duration.ZERO)).hasMessageContaining("?n=30s");
  }

  @Test
  void namesTheArtifactThatIsMissing() {
    assertThatThrownBy(() -> ObjectStores.open("s3://bucket"))
        .hasMessageContaining("io.s3db:s3db-s3");
  }

  private static Bucket bucket(String text) {
    return (Bucket) ConnectionString.parse(text);
  }

  /** The parts by the names s3db.js gives them. */
  private static Map<String, Object> described(ConnectionString address) {
    Map<String, Object> parts = new LinkedHashMap<>();
    parts.put("clientOptions", nested(address.options().values()));
    switch (address) {
      case Bucket bucket -> {
        parts.put("region", bucket.region());
        parts.put("bucket", bucket.bucket());
        parts.put("keyPrefix", bucket.keyPrefix());
        parts.put("endpoint", bucket.endpoint().toString());
        if (bucket.pathStyle()) {
          parts.put("forcePathStyle", true);
        }
        Credentials credentials = bucket.credentials();
        parts.put("accessKeyId", credentials == null ? "" : credentials.accessKeyId());
        parts.put("secretAccessKey", credentials == null ? "" : credentials.secretAccessKey());
        if (credentials != null && credentials.sessionToken() != null) {
          parts.put("sessionToken", credentials.sessionToken());
        }
      }
      case Directory directory ->
          parts.putAll(
              Map.of(
                  "region", "local",
                  "bucket", "s3db",
                  "keyPrefix", "",
                  "endpoint", "file://" + directory.path(),
                  "basePath", directory.path().toString(),
                  "clientType", "filesystem",
                  "forcePathStyle", true));
      case Memory memory ->
          parts.putAll(
              Map.of(
                  "region",
                  "us-east-1",
                  "bucket",
                  memory.bucket(),
                  "keyPrefix",
                  memory.keyPrefix(),
                  "endpoint",
                  "memory://localhost",
                  "clientType",
                  "memory",
                  "forcePathStyle",
                  true));
    }
    return parts;
  }

  private static Map<String, Object> nested(Map<String, Object> dotted) {
    Map<String, Object> root = new LinkedHashMap<>();
    dotted.forEach(
        (name, value) -> {
          List<String> path = List.of(name.split("\\."));
          Map<String, Object> at = root;
          for (String step : path.subList(0, path.size() - 1)) {
            at = object(at.computeIfAbsent(step, _ -> new LinkedHashMap<String, Object>()));
          }
          at.put(path.getLast(), value);
        });
    return root;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(@Nullable Object value) {
    return (Map<String, Object>) requireNonNull(value);
  }

  @Test
  void aTextThatIsNoAddressIsNotShown() {
    for (String text : List.of("hunter2", "hunter2@home", "hunter2?x", "s3://KEY:hunter2/x")) {
      assertThatThrownBy(() -> ConnectionString.parse(text))
          .isInstanceOf(S3dbException.class)
          .hasMessageContaining("s3://KEY:SECRET@bucket/prefix")
          .extracting(Throwable::getMessage)
          .asString()
          .doesNotContain("hunter2", "home");
    }
  }

  @Test
  void aBucketThatIsMissingIsTold() {
    assertThatThrownBy(() -> ConnectionString.parse("s3://KEY:SECRET@"))
        .isInstanceOf(S3dbException.class)
        .hasMessageStartingWith("The s3:// connection string names no bucket behind the @.");
  }
}
