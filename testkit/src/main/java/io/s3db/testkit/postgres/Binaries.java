package io.s3db.testkit.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder PostgreSQL's programs are unpacked to. A test run that was killed while it unpacked
 * leaves a folder that the library neither completes nor replaces: it is removed here.
 */
final class Binaries {
  private static final Object ONE_AT_A_TIME = new Object();

  private Binaries() {}

  /** Something that unpacks the programs if they are not there yet. */
  interface Start<T> {
    T run() throws IOException;
  }

  /** Runs it while no other process unpacks, and with no half-unpacked folder in its way. */
  static <T> T whole(Start<T> start) throws IOException {
    Path root = Path.of(System.getProperty("java.io.tmpdir"));
    synchronized (ONE_AT_A_TIME) {
      try (FileChannel file =
          FileChannel.open(
              Files.createDirectories(root).resolve("embedded-pg.lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE)) {
        var lock = file.lock();
        try {
          removeHalves(root.resolve("embedded-pg"));
          return start.run();
        } finally {
          lock.release();
        }
      }
    }
  }

  private static void removeHalves(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> unpacked = Files.list(folder)) {
      for (Path each : unpacked.toList()) {
        boolean programs = String.valueOf(each.getFileName()).startsWith("PG-");
        if (programs && Files.notExists(each.resolve(".exists"))) {
          delete(each);
        }
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    for (Path each : all) {
      Files.deleteIfExists(each);
    }
  }
}
