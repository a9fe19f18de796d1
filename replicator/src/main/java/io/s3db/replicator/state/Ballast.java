package io.s3db.replicator.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Disk space that is held so that it can be given up: when the disk is full, checkpoints and dead
 * letters can still be saved.
 */
final class Ballast {
  private static final int CHUNK = 64 * 1024;

  private final Path file;
  private final long bytes;

  Ballast(Path file, long bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  /** Takes the space, if it is not held already and there is room for it. */
  void fill() {
    try {
      if (Files.exists(file) && Files.size(file) == bytes) {
        return;
      }
      try (FileChannel channel =
          FileChannel.open(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.TRUNCATE_EXISTING)) {
        // Real zeros: a sparse file would hold nothing.
        for (long written = 0; written < bytes; ) {
          int length = (int) Math.min(CHUNK, bytes - written);
          written += channel.write(ByteBuffer.allocate(length));
        }
        channel.force(true);
      }
    } catch (IOException _) {
      give(); // a disk too full for ballast is no reason not to open
    }
  }

  /** Gives the space up; false if it was not held. */
  boolean give() {
    try {
      return Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + file, e);
    }
  }
}
