package io.s3db.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts are loaded by real shells, and asked what could come next. */
class CompletionTest {
  @TempDir private Path folder;

  /** What bash offers for the last of the words. */
  private List<String> completed(String... words) throws Exception {
    Path script = folder.resolve("completion.bash");
    Files.writeString(script, Ran.s3db("completion", "bash").ok().out());
    String quoted =
        Arrays.stream(words).map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    return run(
            "bash",
            "source %s; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_s3db; printf '%%s\\n' \"${COMPREPLY[@]}\""
                .formatted(script, quoted, words.length - 1))
        .lines()
        .map(String::strip)
        .toList();
  }

  private static String run(String shell, String script) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(shell, "-c", script)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  @Test
  void bashCompletesCommandsAndOptions() throws Exception {
    assertThat(completed("s3db", "re")).contains("resources", "redrive", "resume");
    assertThat(completed("s3db", "purge", "--f")).containsExactly("--force");
    assertThat(completed("s3db", "import", "--on-error", "")).containsExactly("stop", "skip");
  }

  @Test
  void zshTakesTheScriptAndKnowsTheCommand() throws Exception {
    assumeThat(Path.of("/usr/bin/zsh")).as("zsh is needed to load its script").exists();
    Path script = folder.resolve("completion.zsh");
    Files.writeString(script, Ran.s3db("completion", "zsh").ok().out());
    String said =
        run(
            "zsh",
            "export ZDOTDIR=%s; source %s && whence -w _complete_s3db && print -r -- $_comps[s3db]"
                .formatted(folder, script));
    assertThat(said).contains("_complete_s3db: function").contains("_bash_complete");
  }
}
