package io.s3db.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Types what the guide shows, and compares what comes. An ellipsis in the guide stands for
 * anything.
 */
class DocumentedSessionTest {
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  @TempDir private Path folder;

  private record Step(String command, List<String> shown) {}

  private List<Step> session() throws Exception {
    String guide = Files.readString(Path.of("..", "docs", "cli.md"));
    Matcher block = Pattern.compile("(?s)```console\n(.*?)```").matcher(guide);
    assertThat(block.find()).isTrue();
    List<Step> steps = new ArrayList<>();
    block
        .group(1)
        .lines()
        .map(line -> line.replace("/tmp/", folder + "/"))
        .forEach(
            line -> {
              if (line.startsWith("$ ")) {
                steps.add(new Step(line.substring(2), new ArrayList<>()));
              } else {
                steps.getLast().shown.add(line);
              }
            });
    return steps;
  }

  @Test
  void theGuideShowsWhatHappens() throws Exception {
    List<Step> steps = session();
    assertThat(steps).hasSizeGreaterThan(10);
    for (Step step : steps) {
      String[] parts = step.command.split(" \\| ", 2);
      String input = parts.length == 1 ? "" : words(parts[0]).getLast();
      List<String> words = words(parts[parts.length - 1]);
      assertThat(words.getFirst()).isEqualTo("s3db");
      Ran ran = Ran.reading(input, words.subList(1, words.size()).toArray(String[]::new));
      assertThat(ran.code()).as(step.command + "%n" + ran.err()).isZero();
      String expected =
          step.shown.stream()
              .map(line -> Pattern.quote(line).replace("…", "\\E.*\\Q"))
              .reduce("", (all, line) -> all + line + "\n");
      assertThat(ran.out()).as(step.command).matches(expected);
    }
  }

  private static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    Matcher each = WORD.matcher(command);
    while (each.find()) {
      words.add(each.group(1) == null ? each.group(2) : each.group(1));
    }
    return words;
  }
}
