package io.s3db.sink.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.replicator.options.Options;
import io.s3db.replicator.spi.SinkProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresqlOptionsTest {
  private final List<String> problems = new ArrayList<>();

  private PostgresqlOptions read(Map<String, ?> values) {
    return PostgresqlOptions.read(Options.of("config", values, problems));
  }

  private PostgresqlOptions connectingTo(String text) {
    return read(Map.of("connectionString", text));
  }

  @Test
  void refusesALogTableThatCannotBe() {
    for (String name : List.of("a\0b", "x".repeat(64), "audit." + "x".repeat(64))) {
      problems.clear();
      read(Map.of("connectionString", "postgresql://db/shop", "logTable", name));
      assertThat(problems)
          .singleElement()
          .asString()
          .startsWith("config.logTable cannot be a table: its name ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "postgresql://u:p@db.example.org/shop, postgresql://db.example.org:5432/shop",
    "postgres://u@db:6000/shop, postgresql://db:6000/shop",
    "jdbc:postgresql://db/shop?user=u&password=p, postgresql://db:5432/shop",
    "postgresql://u:p@[::1]:6000/shop, postgresql://[::1]:6000/shop",
    "postgresql:///shop, postgresql://localhost:5432/shop",
    "postgresql://u:p%40%2F%3A%25x@db/shop, postgresql://db:5432/shop",
  })
  void namesTheTargetWithoutCredentials(String text, String target) {
    assertThat(connectingTo(text).target()).isEqualTo(target);
    assertThat(problems).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "postgresql://u:hun/ter2@db/shop",
        "postgresql://u:hun?ter2@db/shop",
        "postgresql://u:hun?ter2=1@db/shop",
        "postgresql://u:hun/t?er2@db/shop"
      })
  void doesNotTakeAPartOfAPasswordForTheAddress(String text) {
    PostgresqlOptions options = connectingTo(text);

    assertThat(problems)
        .containsExactly(
            "config.connectionString has an @ behind the first / or ?: write %40, %2F and %3F for"
                + " @, / and ? in a password");
    assertThat(options.toString()).doesNotContain("ter2", "hun");
  }

  @Test
  void aParameterMayHoldAnAt() {
    connectingTo("postgresql://db/shop?user=app%40server&options=-c%20x=a@b");

    assertThat(problems).isEmpty();
  }

  @Test
  void decodesUserAndPassword() {
    Properties properties =
        connectingTo("postgresql://o%27neil:p%40+%2F@db/shop").connection().with(Map.of());

    assertThat(properties).containsEntry("user", "o'neil").containsEntry("password", "p@+/");
  }

  @Test
  void passesParametersOfTheDriverThroughUnderTheNamesOfPsqlToo() {
    Properties properties =
        connectingTo(
                "postgresql://u@db/shop?sslmode=verify-full&sslrootcert=/ca.pem&connect_timeout=3"
                    + "&application_name=mine")
            .connection()
            .with(Map.of("connectTimeout", "10", "tcpKeepAlive", "true"));

    assertThat(properties)
        .containsEntry("sslmode", "verify-full")
        .containsEntry("sslrootcert", "/ca.pem")
        .containsEntry("connectTimeout", "3")
        .containsEntry("ApplicationName", "mine")
        .containsEntry("tcpKeepAlive", "true");
  }

  @Test
  void looksForThePrimaryAmongSeveralHosts() {
    ConnectionString connection = connectingTo("postgresql://u@a,b:6000/shop").connection();

    assertThat(connection.url()).isEqualTo("jdbc:postgresql://a:5432,b:6000/shop");
    assertThat(connection.with(Map.of())).containsEntry("targetServerType", "primary");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mysql://u:s3cret@db/shop | must begin with postgresql://",
        "postgresql://u:s3cret@db:99999/shop | has no valid port",
        "postgresql://u:s3:cr@et@db:x/shop | has no valid port",
        "postgresql://u:s3cret%@db/shop | begins no code",
        "postgresql://u:s3cret@db/shop?sslmod=require | has the parameter 'sslmod'",
      })
  void saysWhatIsWrongWithAConnectionStringWithoutShowingIt(String text, String problem) {
    connectingTo(text);

    assertThat(problems)
        .singleElement()
        .asString()
        .startsWith("config.connectionString ")
        .contains(problem)
        .doesNotContain("s3cret")
        .doesNotContain("cr@et");
  }

  @Test
  void hasDefaults() {
    PostgresqlOptions options = connectingTo("postgresql://u@db/shop");

    assertThat(options.schemaSync()).isTrue();
    assertThat(options.guard()).isEqualTo(Guard.AUTO);
    assertThat(options.schema()).isNull();
    assertThat(options.overflow()).isNull();
    assertThat(options.logTable()).isNull();
    assertThat(options.poolSize()).isNull();
    assertThat(options.statementTimeout()).isNull();
    assertThat(options.tls()).isEmpty();
  }

  @Test
  void readsEveryOption() {
    PostgresqlOptions options =
        read(
            Map.ofEntries(
                Map.entry("connectionString", "postgresql://u@db/shop?sslmode=disable"),
                Map.entry("schema", "mart"),
                Map.entry("schemaSync", "off"),
                Map.entry("guard", "table"),
                Map.entry("overflow", "rest"),
                Map.entry("logTable", "audit.history"),
                Map.entry("poolSize", 3),
                Map.entry("statementTimeout", "10s"),
                Map.entry("sslMode", "verify-ca"),
                Map.entry("sslRootCert", "/ca.pem"),
                Map.entry("sslCert", "/client.pem"),
                Map.entry("sslKey", "/client.key"),
                Map.entry("sslPassword", "key-password")));

    assertThat(problems).isEmpty();
    assertThat(options.target()).isEqualTo("postgresql://db:5432/shop?schema=mart");
    assertThat(options.schemaSync()).isFalse();
    assertThat(options.guard()).isEqualTo(Guard.TABLE);
    assertThat(options.overflow()).isEqualTo("rest");
    assertThat(options.logTable()).isEqualTo("audit.history");
    assertThat(options.poolSize()).isEqualTo(3);
    assertThat(options.statementTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(options.tls())
        .isEqualTo(
            Map.of(
                "sslmode", "verify-ca",
                "sslrootcert", "/ca.pem",
                "sslcert", "/client.pem",
                "sslkey", "/client.key",
                "sslpassword", "key-password"));
    assertThat(options.toString()).doesNotContain("key-password");
  }

  @Test
  void reportsAllProblemsAtOnce() {
    read(
        Map.of(
            "schemaSync", "maybe",
            "guard", "perhaps",
            "schema", "s".repeat(64),
            "poolSize", 0,
            "statementTimeout", "soon",
            "sslMode", "yes",
            "conectionString", "postgresql://db/shop"));

    assertThat(problems)
        .hasSize(8)
        .contains(
            "config.connectionString is required",
            "config.schemaSync must be on or off, not 'maybe'",
            "config.conectionString is not an option: did you mean 'connectionString'?");
  }

  @Test
  void reportsAnUnknownOptionOnceThoughItsCallerFinishesToo() {
    Options options =
        Options.of(
            "config", Map.of("connectionString", "postgresql://u@db/shop", "pool", 1), problems);

    PostgresqlOptions.read(options);
    options.finish();

    assertThat(problems).singleElement().asString().startsWith("config.pool is not an option");
  }

  @Test
  void isFoundByTheNameOfItsDriver() {
    assertThat(ServiceLoader.load(SinkProvider.class))
        .filteredOn(provider -> provider instanceof PostgresqlSinkProvider)
        .singleElement()
        .satisfies(
            provider -> {
              assertThat(provider.driver()).isEqualTo("postgresql");
              assertThat(provider.aliases()).containsExactly("postgres");
            });
  }
}
