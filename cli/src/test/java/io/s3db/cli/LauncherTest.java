package io.s3db.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** When the launcher of a checkout builds, with a fake Maven that counts its calls. */
@EnabledOnOs(OS.LINUX) // where flock is
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class LauncherTest {
  private static final Path SCRIPT =
      Path.of("..", "build", "on-first-use.sh").toAbsolutePath().normalize();

  @TempDir private Path checkout;

  @BeforeEach
  void sources() throws IOException {
    Files.createDirectories(checkout.resolve("bin"));
    Files.createDirectories(checkout.resolve("cli/src/main"));
    Files.writeString(checkout.resolve("cli/src/main/Main.java"), "class Main {}");
  }

  private Path result() {
    return checkout.resolve("cli/result");
  }

  /** What Maven does after it noted that it was called. */
  private void maven(String commands) throws IOException {
    Path mvn = checkout.resolve("bin/mvn");
    Files.writeString(mvn, "#!/bin/sh\necho called >>calls\n" + commands + "\n");
    assertThat(mvn.toFile().setExecutable(true)).isTrue();
  }

  private Process launch() throws IOException {
    ProcessBuilder launcher =
        new ProcessBuilder(
            "bash",
            "-c",
            "set -euo pipefail; here=$1; . \"$2\"; s3db_build cli \"$here/cli/result\" package",
            "bash",
            checkout.toString(),
            SCRIPT.toString());
    launcher.environment().merge("PATH", checkout.resolve("bin") + ":", (old, bin) -> bin + old);
    return launcher.redirectErrorStream(true).start();
  }

  private static int exit(Process process) throws Exception {
    process.inputReader().readAllAsString();
    return process.waitFor();
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(checkout.resolve("calls"));
  }

  @Test
  void buildsOnceAndAgainAfterAChange() throws Exception {
    maven("echo whole >cli/result");
    assertThat(exit(launch())).isZero();
    assertThat(exit(launch())).isZero();
    assertThat(calls()).hasSize(1);
    Path source = checkout.resolve("cli/src/main/Main.java");
    Files.setLastModifiedTime(
        source,
        java.nio.file.attribute.FileTime.fromMillis(
            Files.getLastModifiedTime(result()).toMillis() + 1000));
    assertThat(exit(launch())).isZero();
    assertThat(calls()).hasSize(2);
  }

  @Test
  void whatABrokenBuildLeftIsNotTakenForGood() throws Exception {
    maven("echo half >cli/result; exec sleep 60");
    Process killed = launch();
    await().until(() -> Files.exists(result()) && Files.size(result()) > 0);
    List<ProcessHandle> all = killed.descendants().toList();
    killed.destroyForcibly();
    all.forEach(ProcessHandle::destroyForcibly);
    killed.waitFor();
    maven("echo whole >cli/result");
    assertThat(exit(launch())).isZero();
    assertThat(result()).hasContent("whole\n");
    maven("exit 1");
    Files.delete(result());
    assertThat(exit(launch())).isOne();
  }

  @Test
  void aBuildWhoseCommandWasKilledIsWaitedFor() throws Exception {
    maven("echo half >cli/result; sleep 2; echo whole >cli/result");
    Process killed = launch();
    await().until(() -> Files.exists(result()) && Files.size(result()) > 0);
    killed.destroyForcibly(); // Maven goes on
    Process second = launch();
    assertThat(second.inputReader().readLine()).contains("Another command is building");
    assertThat(exit(second)).isZero();
    assertThat(result()).hasContent("whole\n");
  }

  @Test
  void ofTwoCommandsOneBuilds() throws Exception {
    maven("sleep 1; echo whole >cli/result");
    Process first = launch();
    Process second = launch();
    assertThat(exit(first)).isZero();
    assertThat(exit(second)).isZero();
    assertThat(calls()).hasSize(1);
  }
}
