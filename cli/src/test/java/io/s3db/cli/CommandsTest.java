package io.s3db.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class CommandsTest {
  static java.util.stream.Stream<CommandLine> everyCommand() {
    var screen =
        io.s3db.cli.screen.Screen.of(
            java.io.InputStream.nullInputStream(),
            java.io.OutputStream.nullOutputStream(),
            java.io.OutputStream.nullOutputStream(),
            Map.of());
    return Commands.tree(screen, new Failures(screen)).getSubcommands().values().stream();
  }

  @ParameterizedTest
  @MethodSource("everyCommand")
  void everyCommandExplainsItselfWithAnExample(CommandLine command) {
    Ran help = Ran.s3db(command.getCommandName(), "--help").ok();
    assertThat(help.out())
        .startsWith("Usage: s3db " + command.getCommandName())
        .contains("Example")
        .contains("s3db " + command.getCommandName() + " ");
    assertThat(help.out().lines()).allMatch(line -> line.length() <= 100);
    command
        .getCommandSpec()
        .args()
        .forEach(each -> assertThat(each.description()).as(each.toString()).isNotEmpty());
  }

  @Test
  void namesTheNearestCommand() {
    Ran ran = Ran.s3db("exprot", "orders");
    assertThat(ran.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(ran.err())
        .isEqualTo(
            "s3db: There is no command 'exprot'. Did you mean export?\nTry 's3db --help'.\n");
  }

  @Test
  void namesTheNearestOptionInOneLine() {
    Ran ran = Ran.s3db("list", "orders", "--limt=3");
    assertThat(ran.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(ran.err())
        .isEqualTo(
            "s3db: There is no option --limt. Did you mean --limit?\nTry 's3db list --help'.\n");
  }

  @Test
  void asksForACommand() {
    Ran ran = Ran.s3db();
    assertThat(ran.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(ran.err()).contains("Say which command.");
  }

  @Test
  void saysWhatIsMissingOrWrong() {
    assertThat(Ran.s3db("get").err()).contains("RESOURCE");
    assertThat(Ran.s3db("get", "orders").code()).isEqualTo(ExitCodes.USAGE);
    assertThat(Ran.s3db("list", "orders", "--limit", "many", "--db", "memory://x").err())
        .contains("--limit")
        .contains("many");
    assertThat(Ran.s3db("import", "orders", "--on-error", "panic", "--db", "memory://x").err())
        .contains("--on-error")
        .contains("stop");
  }

  @Test
  void asksWhereTheDatabaseIs() {
    Ran none = Ran.s3db("list", "orders");
    assertThat(none.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(none.err()).contains("Where is the database?");
    Ran two = Ran.s3db("list", "orders", "--db", "memory://x", "--config", "s3db.yaml");
    assertThat(two.err()).contains("Only one of --db, --config and --url");
    assertThat(Ran.s3db("list", "orders", "--db", "memory://x", "--token", "t").err())
        .contains("--token is for a daemon");
    assertThat(Ran.s3db("list", "orders", "--url", "127.0.0.1:8080").err())
        .contains("no address such as http://127.0.0.1:8080");
  }

  @Test
  void neverPrintsCredentials() {
    String connection = "s3://KEYID:TOPSECRET@bucket/x?region=xx";
    String[][] lines = {
      {"list", "orders", "--db", connection + "&nonsense=1"},
      {"list", "orders", connection},
      {connection},
      {"list", "orders", "--db=" + connection, "--json", "extra"},
      {"list", "orders", "--bd=" + connection},
      {"list", "orders", "--url", "http://user:TOPSECRET@host"},
      {"list", "orders", "--db", "http://KEYID:TOPSECRET@127.0.0.1:1/bucket"},
      {"list", "orders", "--db", "foo://KEYID:TOPSECRET@127.0.0.1:1/bucket"},
    };
    for (String[] line : lines) {
      Ran ran = Ran.s3db(line);
      assertThat(ran.code()).isNotZero();
      assertThat(ran.out() + ran.err()).as(String.join(" ", line)).doesNotContain("TOPSECRET");
      assertThat(ran.err()).isNotBlank().doesNotContain("\tat ");
    }
  }

  @Test
  void tellsProgramsOfFailuresInJson() {
    Ran ran = Ran.s3db("list", "orders", "--json", "--db", "memory://nothing-here");
    assertThat(ran.code()).isEqualTo(ExitCodes.FAILED);
    assertThat(Document.parse(ran.err()).document("error").text("code"))
        .isEqualTo("RESOURCE_NOT_FOUND");
    Ran usage = Ran.s3db("list", "--json");
    assertThat(Document.parse(usage.err()).document("error").text("code")).isEqualTo("USAGE");
  }

  @Test
  void showsItsVersion() {
    assertThat(Ran.s3db("--version").ok().out()).startsWith("S3DB for Java ").contains("(Java 25)");
  }

  @Test
  void readsSecretsWithThePassphraseOfTheEnvironment() {
    String[] create = {"create", "keys", "value:secret", "--db", "memory://cli-secrets"};
    Map<String, String> environment = Map.of("S3DB_PASSPHRASE", "correct horse");
    Ran.with("", environment, create).ok();
    Ran.with(
            "", environment, "insert", "keys", "id=a", "value=hush", "--db", "memory://cli-secrets")
        .ok();
    assertThat(
            Ran.with("", environment, "get", "keys", "a", "--json", "--db", "memory://cli-secrets")
                .ok()
                .document()
                .text("value"))
        .isEqualTo("hush");
    assertThat(Ran.s3db("get", "keys", "a", "--db", "memory://cli-secrets").code()).isEqualTo(1);
  }
}
