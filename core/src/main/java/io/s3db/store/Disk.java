package io.s3db.store;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The changes a directory store makes to its files: each is one step a crash can fall behind. */
class Disk {
  private static final int SMALL = 8192;

  private final boolean fsync;

  /** Without {@code fsync} a power cut may lose or tear what was acknowledged. */
  Disk(boolean fsync) {
    this.fsync = fsync;
  }

  /** Writes a whole file. Not through a channel: an interrupt would tear it. */
  void write(Path file, byte[] bytes) throws IOException {
    try (FileOutputStream out = new FileOutputStream(file.toFile())) {
      out.write(bytes);
      if (fsync) {
        out.getFD().sync();
      }
    }
  }

  /** As {@link #write(Path, byte[])}, from wherever the bytes lie; gives their MD5. */
  String write(Path file, Body body) throws IOException {
    if (body instanceof Body.Held(byte[] bytes)) {
      write(file, bytes);
      return ContentTag.ofBody(bytes);
    }
    MessageDigest digest = ContentTag.digest("MD5");
    try (InputStream in = body.open();
        FileOutputStream out = new FileOutputStream(file.toFile())) {
      in.transferTo(new DigestOutputStream(out, digest));
      if (fsync) {
        out.getFD().sync();
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Replaces one file by another in one step. */
  void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
  }

  void deleteIfExists(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  /** Makes the names in a directory as durable as its files. */
  void sync(Path directory) throws IOException {
    if (fsync) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** Makes a directory and those above it, durably. */
  void makeDirectories(@Nullable Path directory) throws IOException {
    if (directory == null || Files.isDirectory(directory)) {
      return;
    }
    makeDirectories(directory.getParent());
    try {
      Files.createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory)) {
        throw new IOException(directory + " is a file, and a directory is needed", e);
      }
    }
    Path parent = directory.getParent();
    if (parent != null) {
      sync(parent);
    }
  }

  /**
   * The content of a file, or null if there is no such file. Most files are small: those are read
   * with half the system calls of {@link Files#readAllBytes}.
   */
  static byte @Nullable [] read(Path file) throws IOException {
    byte[] start = new byte[SMALL];
    try (FileInputStream in = new FileInputStream(file.toFile())) {
      int length = in.readNBytes(start, 0, SMALL);
      return length < SMALL ? Arrays.copyOf(start, length) : rest(start, in);
    } catch (FileNotFoundException e) {
      return readOrSay(file);
    }
  }

  private static byte[] rest(byte[] start, FileInputStream in) throws IOException {
    byte[] rest = in.readAllBytes();
    byte[] all = Arrays.copyOf(start, start.length + rest.length);
    System.arraycopy(rest, 0, all, start.length, rest.length);
    return all;
  }

  /** What could not be opened, for whatever reason: this way tells which. */
  private static byte @Nullable [] readOrSay(Path file) throws IOException {
    return unlessMissing(file, () -> Files.readAllBytes(file));
  }

  /**
   * A file to be read, or null if there is no such file. It stays what it is if another one is
   * moved to its name. Not through a channel: an interrupt would close it.
   */
  static @Nullable FileInputStream open(Path file) throws IOException {
    return unlessMissing(file, () -> new FileInputStream(file.toFile()));
  }

  private static <T> @Nullable T unlessMissing(Path file, Opening<T> opening) throws IOException {
    try {
      return opening.open();
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      // A key below another object's, or above: neither names a file.
      if (Files.isDirectory(file) || isBelowAFile(file) || Files.notExists(file)) {
        return null;
      }
      throw e;
    }
  }

  private interface Opening<T> {
    T open() throws IOException;
  }

  private static boolean isBelowAFile(Path file) {
    Path above = file.getParent();
    while (above != null && !Files.isDirectory(above)) {
      if (Files.isRegularFile(above)) {
        return true;
      }
      above = above.getParent();
    }
    return false;
  }
}
