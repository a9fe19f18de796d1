package io.s3db.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableTest {
  private static String print(Table table, boolean terminal, int width, Map<String, String> env) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Screen screen =
        new Screen(
            InputStream.nullInputStream(),
            new Output(out),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            env,
            new Terminals(terminal, terminal, terminal, width));
    table.print(screen);
    screen.out().flush();
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void cutsTheWidestColumnUntilARowFits() {
    Table table = Table.of("id", "text");
    table.row("o1", "a text that is much too long for this terminal");
    String printed = print(table, true, 24, Map.of("NO_COLOR", "1"));
    assertThat(printed).isEqualTo("id  text\no1  a text that is much…\n");
    assertThat(printed.lines()).allMatch(line -> line.length() <= 24);
  }

  @Test
  void cutsNothingWhereNobodyLooks() {
    Table table = Table.of("text");
    table.row("x".repeat(500));
    assertThat(print(table, false, Integer.MAX_VALUE, Map.of())).contains("x".repeat(500));
  }

  @Test
  void hasColoursOnATerminalOnlyAndNotIfUnwanted() {
    Table table = Table.of("state");
    table.row(List.of(new Cell("denied", Style.RED)));
    assertThat(print(table, true, 80, Map.of())).contains("\u001b[31mdenied\u001b[0m");
    assertThat(print(table, true, 80, Map.of("NO_COLOR", "1"))).isEqualTo("state\ndenied\n");
    assertThat(print(table, true, 80, Map.of("TERM", "dumb"))).isEqualTo("state\ndenied\n");
    assertThat(print(table, false, 80, Map.of())).isEqualTo("state\ndenied\n");
  }

  @Test
  void dataCannotDrawOnTheTerminal() {
    Table table = Table.of("text");
    table.row("a\u001b[2Jb\r\nc\u009b");
    assertThat(print(table, true, 80, Map.of("NO_COLOR", "1")))
        .isEqualTo("text\na\\u001b[2Jb\\r\\nc\\u009b\n");
  }

  @Test
  void wideCharactersTakeTwoColumns() {
    Table table = Table.of("name", "n");
    table.row("\u6771\u4eac", "1");
    table.row("Rome", "2");
    assertThat(print(table, false, 80, Map.of())).isEqualTo("name  n\n\u6771\u4eac  1\nRome  2\n");
  }
}
