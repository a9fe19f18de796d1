package io.s3db.cli.daemon;

import io.s3db.S3dbException;
import io.s3db.cli.Common;
import io.s3db.cli.ExitCodes;
import io.s3db.cli.screen.Screen;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code s3db init}. */
@Command(
    name = "init",
    description = {
      "Writes a commented configuration file to start with.",
      "It runs as it is: a database in the folder data, copied to the folder backup."
    },
    footer = {"Example:", "  s3db init && s3db check s3db.yaml && s3db run s3db.yaml"})
public final class InitCommand implements Callable<Integer> {
  private final Screen screen;
  @Mixin private final Common common = new Common();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FILE",
      defaultValue = "s3db.yaml",
      description = "the file to write (default: ${DEFAULT-VALUE})")
  private Path file = Path.of("s3db.yaml");

  /** Tells there. */
  public InitCommand(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Integer call() throws IOException {
    try (InputStream starter =
        Objects.requireNonNull(InitCommand.class.getResourceAsStream("starter.yaml"))) {
      Files.copy(starter, file);
    } catch (FileAlreadyExistsException e) {
      throw new S3dbException(
          "FILE_EXISTS", "There is a file " + file + " already.", "Name another one.", e);
    }
    screen
        .out()
        .line(
            common.json()
                ? io.s3db.Document.of("file", file.toString()).toJson()
                : "Wrote " + file + ". Look at it, then: s3db check " + file);
    return ExitCodes.OK;
  }
}
