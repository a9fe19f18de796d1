package io.s3db.cli.records;

import io.s3db.cli.screen.Output;
import io.s3db.cli.screen.Screen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/** Where an export goes. A file has another name until it is complete. */
final class Target implements AutoCloseable {
  private final Output output;
  private final @Nullable Path partial;
  private final @Nullable Path file;
  private boolean complete;

  private Target(Output output, @Nullable Path partial, @Nullable Path file) {
    this.output = output;
    this.partial = partial;
    this.file = file;
  }

  static Target of(@Nullable Path file, Screen screen) throws IOException {
    if (file == null) {
      return new Target(screen.out(), null, null);
    }
    Path partial = file.resolveSibling(file.getFileName() + ".partial");
    return new Target(new Output(Files.newOutputStream(partial)), partial, file);
  }

  void line(String text) {
    output.line(text);
  }

  /** Everything is written: the file gets its name. */
  void complete() {
    output.flush();
    complete = true;
  }

  @Override
  public void close() throws IOException {
    if (partial == null || file == null) {
      return;
    }
    try {
      output.end();
      if (complete) {
        Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(partial);
    }
  }
}
