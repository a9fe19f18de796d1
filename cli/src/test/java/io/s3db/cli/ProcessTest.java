package io.s3db.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTest {
  @TempDir private Path folder;
  private String db = "";

  @BeforeEach
  void createNotes() {
    db = "file://" + folder.resolve("db");
    Ran.s3db("create", "notes", "text:string", "--db", db).ok();
  }

  @Test
  void endsWithTheCodesOfTheDocumentation() throws Exception {
    try (Command good = Command.start(folder, "list", "notes", "--db", db);
        Command failed = Command.start(folder, "get", "notes", "none", "--db", db);
        Command usage = Command.start(folder, "get", "--nonsense")) {
      assertThat(good.code()).as(good.errors()).isZero();
      assertThat(failed.code()).isEqualTo(1);
      assertThat(failed.errors()).startsWith("s3db: ").doesNotContain("\tat ");
      assertThat(usage.code()).isEqualTo(2);
      assertThat(usage.errors().lines()).hasSize(2);
    }
  }

  @Test
  void isNotTroubledByAReaderThatLeaves() throws Exception {
    String text = "x".repeat(200);
    String lines =
        java.util.stream.IntStream.range(0, 3000)
            .mapToObj(i -> "{\"id\":\"n%04d\",\"text\":\"%s\"}".formatted(i, text))
            .collect(Collectors.joining("\n"));
    Ran.reading(lines, "import", "notes", "--db", db).ok();
    Path err = folder.resolve("pipe.err");
    String export =
        Command.line("export", "notes", "--db", db).stream()
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" "));
    Process shell =
        new ProcessBuilder("bash", "-c", "set -o pipefail; " + export + " | head -n 1")
            .redirectError(err.toFile())
            .start();
    String first = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).as(Files.readString(err)).isZero();
    assertThat(first).startsWith("{\"id\":\"n0000\"").hasLineCount(1);
    assertThat(err).isEmptyFile();
  }

  @Test
  void saysThatTheDiskIsFull() throws Exception {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "A device that is always full is needed.");
    Ran.reading("{\"id\":\"n1\",\"text\":\"x\"}", "import", "notes", "--db", db).ok();
    for (String command : new String[] {"export", "list"}) {
      Process process =
          new ProcessBuilder(Command.line(command, "notes", "--db", db))
              .redirectOutput(full.toFile())
              .start();
      String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).isEqualTo(1);
      assertThat(said).contains("No space left on device").hasLineCount(1);
    }
  }

  @Test
  void leavesCleanlyOnAnInterruptWhileItWaitsForInput() throws Exception {
    assumeInterruptsArrive();
    try (Command imports = Command.start(folder, "import", "notes", "--db", db)) {
      OutputStream input = imports.process().getOutputStream();
      StringBuilder lines = new StringBuilder();
      for (int i = 0; i < 100; i++) {
        lines.append("{\"id\":\"n").append(i).append("\",\"text\":\"x\"}\n");
      }
      input.write(lines.toString().getBytes(StandardCharsets.UTF_8));
      input.flush();
      await().atMost(Duration.ofSeconds(60)).until(() -> stored() == 100);
      imports.signal("INT");
      assertThat(imports.code()).isEqualTo(130);
      assertThat(imports.errors()).doesNotContain("Exception").doesNotContain("\tat ");
    }
    assertThat(stored()).isEqualTo(100);
  }

  /** A background job of a shell without job control ignores them, and so do its children. */
  private static void assumeInterruptsArrive() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (Files.exists(status)) {
      String ignored =
          Files.readString(status)
              .lines()
              .filter(line -> line.startsWith("SigIgn:"))
              .map(line -> line.substring("SigIgn:".length()).strip())
              .findFirst()
              .orElse("0");
      boolean arrive = (Long.parseUnsignedLong(ignored, 16) & 2) == 0;
      assumeTrue(arrive, "This process was started with interrupts ignored.");
    }
  }

  private long stored() {
    return Ran.s3db("resources", "--json", "--db", db).ok().document().integer("records");
  }

  @Test
  void saysWhereItWasInterruptedInTheMiddle() throws Exception {
    Path file = folder.resolve("many.jsonl");
    try (var out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < 300_000; i++) {
        out.write("{\"id\":\"m" + i + "\",\"text\":\"x\"}\n");
      }
    }
    try (Command imports = Command.start(folder, "import", "notes", file.toString(), "--db", db)) {
      await().atMost(Duration.ofSeconds(60)).until(() -> stored() > 100);
      imports.signal("TERM");
      assertThat(imports.code()).isEqualTo(143);
      assertThat(imports.errors()).contains("Stopped before the end.");
      assertThat(imports.output()).contains(" records were written into notes");
      long told =
          Long.parseLong(imports.output().replaceAll("(?s)^([\\d,]+) .*", "$1").replace(",", ""));
      assertThat(stored()).isBetween(told, told + 32);
    }
  }

  @Test
  void printsAScriptThatTheShellUnderstands() throws IOException, InterruptedException {
    for (String shell : new String[] {"bash", "zsh"}) {
      Path script = folder.resolve("completion." + shell);
      Files.writeString(script, Ran.s3db("completion", shell).ok().out());
      assertThat(script).content().contains("_complete_s3db").contains("--on-error");
      if (shell.equals("bash")) {
        assertThat(new ProcessBuilder("bash", "-n", script.toString()).start().waitFor()).isZero();
      } else {
        assertThat(script).content().startsWith("autoload -U +X compinit");
      }
    }
  }
}
