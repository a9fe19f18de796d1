package io.s3db.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.cli.screen.Screen;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A command that has ended.
 *
 * @param code its exit code
 * @param out what it printed
 * @param err what it said beside that
 */
public record Ran(int code, String out, String err) {
  /** Runs a command in this process. */
  public static Ran s3db(String... arguments) {
    return with("", Map.of(), arguments);
  }

  /** Runs a command that reads from its standard input. */
  public static Ran reading(String input, String... arguments) {
    return with(input, Map.of(), arguments);
  }

  /** Runs a command with variables. */
  public static Ran with(String input, Map<String, String> environment, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Screen screen =
        Screen.of(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            out,
            err,
            environment);
    int code = Commands.run(screen, arguments);
    return new Ran(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** The same, if it ended well. */
  public Ran ok() {
    assertThat(code).as("out: %s%nerr: %s", out, err).isZero();
    return this;
  }

  /** The lines it printed, as JSON. */
  public List<Document> documents() {
    return out.lines().map(Document::parse).toList();
  }

  /** The one line it printed, as JSON. */
  public Document document() {
    assertThat(documents()).as("err: %s", err).hasSize(1);
    return documents().getFirst();
  }
}
