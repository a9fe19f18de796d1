package io.s3db.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.s3db.replicator.options.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
  private static final String DATABASE = "database: { connectionString: memory://c }\n";

  @TempDir Path folder;

  private Configuration parse(String yaml, String... environment) {
    return Configuration.parse("s3db.yaml", yaml, folder, map(environment));
  }

  private static Map<String, String> map(String... pairs) {
    Map<String, String> map = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }

  private List<String> problems(String yaml, String... environment) {
    InvalidConfigurationException invalid =
        catchThrowableOfType(InvalidConfigurationException.class, () -> parse(yaml, environment));
    assertThat(invalid).as("it was accepted").isNotNull();
    return invalid.problems().stream().map(Problem::toString).toList();
  }

  @Test
  void readsAllSections() {
    Configuration configuration =
        parse(
            """
            database:
              connectionString: memory://shop
              passphrase: a passphrase
              pepper: salt
              concurrency: 4
              maxClockSkew: 30s
              resources:
                orders:
                  attributes: { userId: string|required, address: { city: string } }
                  behavior: body-overflow
                  timestamps: true
                  paranoid: false
                  idSize: 10
                  partitions: { byUser: { fields: { userId: string } } }
            server: { port: 0, host: 127.0.0.1, token: abc, readToken: def, allowedHosts: [a.example],
                      maxBody: 1MB, requestTimeout: 5s, maxRequests: 7, maxStreams: 3, stuckAfter: 2m, drainTimeout: 1s }
            """);

    DatabaseSettings database = configuration.database();
    assertThat(database.connectionString().reveal()).isEqualTo("memory://shop");
    assertThat(database.passphrase()).extracting(Secret::reveal).isEqualTo("a passphrase");
    assertThat(database.pepper()).extracting(Secret::reveal).isEqualTo("salt");
    assertThat(database.concurrency()).isEqualTo(4);
    assertThat(database.maxClockSkew()).isEqualTo(Duration.ofSeconds(30));
    assertThat(database.resources().getFirst().name()).isEqualTo("orders");
    assertThat(database.resources().getFirst().timestamps()).isTrue();
    assertThat(database.resources().getFirst().paranoid()).isFalse();
    assertThat(database.resources().getFirst().idSize()).isEqualTo(10);
    assertThat(database.resources().getFirst().behavior().word()).isEqualTo("body-overflow");
    assertThat(database.resources().getFirst().partitions().get("byUser").fields())
        .containsEntry("userId", "string");
    ServerSettings server = configuration.server();
    assertThat(server.port()).isZero();
    assertThat(server.token().map(Secret::reveal)).contains("abc");
    assertThat(server.readToken().map(Secret::reveal)).contains("def");
    assertThat(server.allowedHosts()).containsExactly("a.example");
    assertThat(server.maxBody()).isEqualTo(1 << 20);
    assertThat(server.requestTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(server.maxRequests()).isEqualTo(7);
    assertThat(server.maxStreams()).isEqualTo(3);
    assertThat(server.stuckAfter()).isEqualTo(Duration.ofMinutes(2));
    assertThat(server.drainTimeout()).isEqualTo(Duration.ofSeconds(1));
    assertThat(configuration.replicates()).isFalse();
    assertThat(configuration.plugin()).isEmpty();
  }

  @Test
  void tellsEveryProblemAtOnceWithItsLineAndTheNearestKey() {
    assertThat(
            problems(
                """
                databse: {}
                database:
                  connectionString: ftp://x
                server:
                  port: eighty
                  hots: x
                replicator:
                  replicators:
                    - driver: webhook
                      resources: [orders]
                      config:
                        urll: http://x
                        timeout: soon
                """))
        .satisfiesExactly(
            each ->
                assertThat(each)
                    .startsWith("s3db.yaml:1: databse is not an option: did you mean 'database'?"),
            each ->
                assertThat(each)
                    .startsWith("s3db.yaml:3: database.connectionString cannot be used"),
            each ->
                assertThat(each)
                    .startsWith(
                        "s3db.yaml:5: server.port must be a whole number from 0 to 65535, not"
                            + " 'eighty'"),
            each ->
                assertThat(each)
                    .startsWith("s3db.yaml:6: server.hots is not an option: did you mean 'host'?"),
            each ->
                assertThat(each)
                    .startsWith("s3db.yaml:12: replicator.replicators[0].config.url is required"),
            each ->
                assertThat(each)
                    .startsWith(
                        "s3db.yaml:12: replicator.replicators[0].config.urll is not an option"),
            each ->
                assertThat(each)
                    .startsWith(
                        "s3db.yaml:13: replicator.replicators[0].config.timeout must be"
                            + " milliseconds"));
  }

  @Test
  void whatIsNoYamlIsToldWithItsLineAndWithoutWhatStandsThere() {
    assertThat(problems("database:\n\tconnectionString: memory://x\n"))
        .singleElement()
        .asString()
        .startsWith("s3db.yaml:2: ")
        .contains("tab")
        .doesNotContain("memory://x");
    assertThat(problems("database: { connectionString: ${X} }\n"))
        .first()
        .asString()
        .startsWith("s3db.yaml:1: ")
        .contains("needs quotes");
    assertThat(problems("")).singleElement().asString().contains("is empty");
    assertThat(problems("- a\n")).singleElement().asString().contains("is an object");
    assertThat(problems("a: &x [*x]\n")).isNotEmpty();
    assertThat(problems("[".repeat(5000))).isNotEmpty();
  }

  @Test
  void aKeyThatIsThereTwiceIsToldWithBothLines() {
    assertThat(problems(DATABASE + "server:\n  port: 1\n  port: 2\n"))
        .containsExactly("s3db.yaml:4: server.port is there twice: first in line 3.");
  }

  @Test
  void variablesAreReplacedInValuesOnly() {
    Configuration configuration =
        parse(
            """
            database: { connectionString: "memory://${NAME}", pepper: "$${NAME}" }
            server: { port: "${PORT:-81}", token: "${TOKEN:-}" }
            """,
            "NAME",
            "shop");

    assertThat(configuration.database().connectionString().reveal()).isEqualTo("memory://shop");
    assertThat(configuration.database().pepper()).extracting(Secret::reveal).isEqualTo("${NAME}");
    assertThat(configuration.server().port()).isEqualTo(81);
    assertThat(configuration.server().token()).isEmpty();
    assertThat(parse(DATABASE + "server:\n  port: ${PORT}\n", "PORT", "82").server().port())
        .isEqualTo(82);
  }

  @Test
  void aVariableThatIsNotSetIsAProblemAndATransformIsLeftAlone() {
    assertThat(problems("database: { connectionString: \"memory://${NAME}\" }"))
        .first()
        .asString()
        .contains("database.connectionString needs the environment variable NAME");
    assertThat(
            parse(
                    DATABASE
                        + """
                        replicator:
                          replicators:
                            - driver: webhook
                              resources: { orders: { transform: "(data) => ({ id: `${data.id}!` })" } }
                              config: { url: "http://127.0.0.1:1/" }
                        """)
                .replicates())
        .isTrue();
  }

  @Test
  void whatComesFromTheEnvironmentIsNeverShown() {
    assertThat(problems(DATABASE + "server: { port: \"${P}\" }", "P", "hunter2"))
        .singleElement()
        .asString()
        .contains("'${P}'")
        .doesNotContain("hunter2");
  }

  @Test
  void aBrokenTransformIsToldWithItsPlace() {
    assertThat(
            problems(
                DATABASE
                    + """
                    replicator:
                      replicators:
                        - driver: webhook
                          resources:
                            orders:
                              transform: "(data) => ({"
                          config: { url: "http://127.0.0.1:1/" }
                    """))
        .singleElement()
        .asString()
        .startsWith(
            "s3db.yaml:7: replicator.replicators[0].resources.orders.transform is no JavaScript");
  }

  @Test
  void otherAddressesThanLoopbackNeedAToken() {
    assertThat(problems(DATABASE + "server: { host: 0.0.0.0 }"))
        .singleElement()
        .asString()
        .contains("server.token is required");
    assertThat(problems(DATABASE + "server: { host: 0.0.0.0, token: short }"))
        .singleElement()
        .asString()
        .contains("server.token is too short")
        .doesNotContain("'short'");
    assertThat(problems(DATABASE + "server: { readToken: abc }"))
        .singleElement()
        .asString()
        .contains("of no use without token");
    assertThat(problems(DATABASE + "server: { token: abc, readToken: abc }"))
        .singleElement()
        .asString()
        .contains("the same as token");
    for (String host : List.of("localhost", "127.0.0.1", "::1", "127.9.9.9")) {
      assertThat(parse(DATABASE + "server: { host: \"" + host + "\" }").server().host())
          .isEqualTo(host);
    }
  }

  @Test
  void sectionsOfReplicationAreOfNoUseWithoutIt() {
    assertThat(problems(DATABASE + "journal: { path: x }"))
        .singleElement()
        .asString()
        .contains("journal is of no use without replicator");
    assertThat(problems(DATABASE + "replicator: { enabled: false, journal: {} }"))
        .singleElement()
        .asString()
        .contains("stands at the top");
  }

  @Test
  void replicationThatIsSwitchedOffNeedsNoDestinations() {
    Configuration configuration = parse(DATABASE + "replicator: { enabled: false }");

    assertThat(configuration.replicates()).isFalse();
    assertThat(configuration.plugin()).isPresent();
  }

  @Test
  void environmentsAreLaidOverTheRest() {
    String yaml =
        """
        database: { connectionString: memory://dev, concurrency: 3 }
        environments:
          production: { database: { connectionString: memory://prod } }
          test:
        """;

    DatabaseSettings production = parse(yaml, "S3DB_ENV", "production").database();
    assertThat(production.connectionString().reveal()).isEqualTo("memory://prod");
    assertThat(production.concurrency()).isEqualTo(3);
    assertThat(parse(yaml).database().connectionString().reveal()).isEqualTo("memory://dev");
    assertThat(parse(yaml, "S3DB_ENV", "test").database().concurrency()).isEqualTo(3);
    assertThat(parse("environment: production\n" + yaml).database().connectionString().reveal())
        .isEqualTo("memory://prod");
    assertThat(problems(yaml, "S3DB_ENV", "prodution"))
        .singleElement()
        .asString()
        .contains("did you mean 'production'?");
  }

  @Test
  void variablesOfOtherEnvironmentsNeedNotBeSet() {
    assertThat(
            parse(
                    """
                    database: { connectionString: memory://dev }
                    environments: { production: { database: { connectionString: "${PROD}" } } }
                    """)
                .database()
                .connectionString()
                .reveal())
        .isEqualTo("memory://dev");
  }

  @Test
  void includedFilesLieBelowAndTransformsAreRelativeToTheirFile() throws IOException {
    Path sub = Files.createDirectories(folder.resolve("sub"));
    Files.writeString(sub.resolve("t.js"), "(data) => ({ id: data.id })");
    Files.writeString(
        sub.resolve("base.yaml"),
        """
        database: { connectionString: memory://base, concurrency: 5 }
        replicator:
          replicators:
            - driver: webhook
              resources: { orders: { transform: "file:t.js" } }
              config: { url: "http://127.0.0.1:1/" }
        """);
    Path file = folder.resolve("s3db.yaml");
    Files.writeString(
        file, "include: sub/base.yaml\ndatabase: { connectionString: memory://own }\n");

    Configuration configuration = Configuration.read(file, Map.of());

    assertThat(configuration.database().connectionString().reveal()).isEqualTo("memory://own");
    assertThat(configuration.database().concurrency()).isEqualTo(5);
    assertThat(configuration.replicates()).isTrue();
  }

  @Test
  void aFileThatIsNotThereIsOneSentence() {
    Path none = folder.resolve("none.yaml");

    assertThatThrownBy(() -> Configuration.read(none, Map.of()))
        .hasMessageContaining(
            "The configuration cannot be used: "
                + none
                + " cannot be read: there is no such file.");
  }

  @Test
  void aVariableThatIsNotSetIsTheOnlyProblemOfItsValue() {
    assertThat(problems("database: { connectionString: \"${NO_SUCH_VARIABLE}\" }\n"))
        .singleElement()
        .asString()
        .contains("needs the environment variable NO_SUCH_VARIABLE");
  }

  @Test
  void problemsOfIncludedFilesNameTheirFile() throws IOException {
    Files.writeString(folder.resolve("base.yaml"), DATABASE + "server: { prot: 1 }\n");
    assertThat(problems("include: base.yaml"))
        .singleElement()
        .asString()
        .startsWith("base.yaml:2: server.prot");
    assertThat(problems("include: none.yaml\n" + DATABASE))
        .singleElement()
        .asString()
        .isEqualTo("s3db.yaml:1: The file 'none.yaml' cannot be read: there is no such file.");
    Files.writeString(folder.resolve("loop.yaml"), "include: loop.yaml\n" + DATABASE);
    assertThat(problems("include: loop.yaml")).first().asString().contains("includes this file");
  }

  @Test
  void resourcesThatCannotBeAreToldOneByOne() {
    assertThat(
            problems(
                """
                database:
                  connectionString: memory://x
                  resources:
                    orders: { attributes: { total: nmber } }
                    users: {}
                """))
        .hasSizeGreaterThanOrEqualTo(2)
        .anySatisfy(
            each ->
                assertThat(each).startsWith("s3db.yaml:4: database.resources.orders is not valid"))
        .anySatisfy(
            each ->
                assertThat(each)
                    .startsWith("s3db.yaml:5: database.resources.users.attributes is required"));
  }
}
