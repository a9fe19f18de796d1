package io.s3db.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackagingTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  /** The one that the build makes. */
  private static final Path JAR = Path.of("cli/target/s3db.jar");

  @TempDir private Path folder;

  @Test
  void everythingTheDockerfileCopiesIsThere() throws Exception {
    Matcher copies =
        Pattern.compile("(?m)^COPY (?!--from)(\\S+) ")
            .matcher(Files.readString(ROOT.resolve("packaging/Dockerfile")));
    List<Path> sources = copies.results().map(each -> Path.of(each.group(1))).toList();
    assertThat(sources).hasSizeGreaterThanOrEqualTo(3).contains(JAR);
    assertThat(sources.stream().filter(each -> !each.equals(JAR)).map(ROOT::resolve))
        .allSatisfy(each -> assertThat(each).exists());
    assertThat(Files.readString(ROOT.resolve("cli/pom.xml")))
        .contains("<outputFile>${project.build.directory}/s3db.jar</outputFile>");
  }

  @Test
  void systemdUnderstandsTheUnit() throws Exception {
    Path tool = Path.of("/usr/bin/systemd-analyze");
    assumeThat(tool).as("systemd-analyze is needed to check the unit").exists();
    // The command is not installed here: any that is there takes its place.
    String unit =
        Files.readString(ROOT.resolve("packaging/systemd/s3db.service"))
            .replace("/usr/local/bin/s3db", ROOT.resolve("packaging/bin/s3db").toString());
    Path copy = Files.writeString(folder.resolve("s3db.service"), unit);
    Process verify =
        new ProcessBuilder(tool.toString(), "verify", copy.toString())
            .redirectErrorStream(true)
            .start();
    String said =
        new String(verify.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(verify.waitFor()).as(said).isZero();
    assertThat(said).doesNotContain("s3db.service:");
  }

  @Test
  void theScriptsAreScripts() throws Exception {
    for (String script : List.of("packaging/bin/s3db", "packaging/jlink/build", "s3db")) {
      Path path = ROOT.resolve(script);
      assertThat(path).isExecutable();
      assertThat(new ProcessBuilder("bash", "-n", path.toString()).start().waitFor())
          .as(script)
          .isZero();
    }
  }
}
