package io.s3db.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Types every line of the guide into one shell, in an empty home, and compares what comes. The only
 * differences: the port is a free one, and {@code ./s3db} is the classes of this build.
 */
class GettingStartedTest {
  private static final String MARK = "@@@ step ";

  @TempDir private Path folder;

  private record Step(String command, List<String> shown) {
    boolean staysInBackground() {
      return command.endsWith("&");
    }
  }

  private static List<Step> steps(int port) throws IOException {
    String guide = Files.readString(Path.of("..", "docs", "getting-started.md"));
    List<Step> steps = new ArrayList<>();
    Matcher blocks = Pattern.compile("(?s)```console\n(.*?)```").matcher(guide);
    while (blocks.find()) {
      String end = "";
      for (String line : blocks.group(1).replace("8080", String.valueOf(port)).split("\n")) {
        if (!end.isEmpty()) {
          Step open = steps.removeLast();
          steps.add(new Step(open.command + "\n" + line, open.shown));
          end = line.equals(end) ? "" : end;
        } else if (line.startsWith("$ ")) {
          steps.add(new Step(line.substring(2), new ArrayList<>()));
          end = line.endsWith("<<'END'") ? "END" : "";
        } else {
          steps.getLast().shown.add(line);
        }
      }
    }
    return steps;
  }

  /** What a person does without being told: waits until the daemon says that it runs. */
  private static String script(List<Step> steps, int port, Path out) {
    int daemons = 0;
    StringBuilder script =
        new StringBuilder("set -e\ntrap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n");
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      script.append("echo '").append(MARK).append(i).append("'\n");
      script.append(step.command).append('\n');
      if (step.staysInBackground()) {
        script.append(
            "for i in $(seq 600); do [ $(grep -c 'S3DB runs' %s) = %d ] && break; sleep 0.1; done\n"
                .formatted(out, ++daemons));
      }
      if (step.command.equals("s3db init")) {
        script.append("sed -i.old 's/port: 8080/port: ").append(port).append("/' s3db.yaml\n");
      }
    }
    return script.toString();
  }

  /** A checkout, as far as this guide needs one. */
  private Path checkout() throws IOException {
    Path checkout = Files.createDirectory(folder.resolve("checkout"));
    Path command = checkout.resolve("s3db");
    String line =
        Command.line().stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    Files.writeString(command, "#!/bin/sh\nexec " + line + " \"$@\"\n");
    assertThat(command.toFile().setExecutable(true)).isTrue();
    return checkout;
  }

  @Test
  void theGuideShowsWhatHappens() throws Exception {
    int port = freePort();
    List<Step> steps = steps(port);
    assertThat(steps).hasSizeGreaterThan(15);
    Path home = Files.createDirectory(folder.resolve("home"));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Path script = Files.writeString(folder.resolve("script"), script(steps, port, out));
    ProcessBuilder shell =
        new ProcessBuilder("bash", script.toString())
            .directory(checkout().toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    shell.environment().put("HOME", home.toString());
    shell.environment().keySet().removeIf(name -> name.startsWith("S3DB_"));
    Process process = shell.start();
    boolean ended = process.waitFor(5, TimeUnit.MINUTES);
    process.destroy();
    String said = Files.readString(out, StandardCharsets.UTF_8);
    assertThat(ended).as(said).isTrue();
    assertThat(process.exitValue()).as("%s%n%s", said, Files.readString(err)).isZero();
    String[] answers = said.split(MARK + "\\d+\n", -1);
    assertThat(answers).hasSize(steps.size() + 1);
    for (int i = 0; i < steps.size(); i++) {
      assertThat(answers[i + 1]).as(steps.get(i).command).matches(expected(steps.get(i)));
    }
    assertThat(Files.readString(err)).doesNotContain("Exception", "\tat ", "WARNING");
  }

  private static String expected(Step step) {
    return "(?s)"
        + step.shown.stream()
            .map(line -> Pattern.quote(line).replace("…", "\\E.*\\Q") + "\n")
            .collect(Collectors.joining());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
