package io.s3db.store;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a directory in the byte order of UTF-8, from a given key on, found as they are asked
 * for.
 *
 * <p>A subdirectory takes its place among its siblings by its name and a slash: {@code a b}, {@code
 * a.b}, {@code a/x} and {@code a0} come in this order, as their bytes do. No name is the start of
 * {@code name/} of another, because a file and a directory cannot share a name; so once the
 * siblings are in order, the keys are.
 *
 * <p>Directories that hold no wanted key are not read. Files are not opened. Links to directories
 * are followed, unless they lead back to one above.
 */
final class DirectoryWalk {
  private static final Duration TICK = Duration.ofSeconds(2);
  private static final FileTime NEVER = FileTime.from(Instant.EPOCH);

  private final Path root;
  private final String prefix;
  private final String after;
  private final Deque<Level> open = new ArrayDeque<>();

  /** Walks keys that start with {@code prefix} and are greater than {@code after}. */
  DirectoryWalk(Path root, String prefix, @Nullable String after) throws IOException {
    this.root = root;
    this.prefix = prefix;
    this.after = after == null ? "" : after;
    String directory = prefix.substring(0, prefix.lastIndexOf('/') + 1);
    if (isKeyPath(directory)) {
      open.push(read(directory));
    }
  }

  /** Keys have no empty and no dot segments; in a path they would lead out of the store. */
  private static boolean isKeyPath(String directory) {
    return directory.isEmpty()
        || Arrays.stream(directory.substring(0, directory.length() - 1).split("/", -1))
            .noneMatch(name -> name.isEmpty() || name.equals(".") || name.equals(".."));
  }

  /** The next key, or null at the end. */
  @Nullable String next() throws IOException {
    while (!open.isEmpty()) {
      Level level = open.element();
      String name = level.entries.poll();
      if (name == null) {
        open.pop();
        continue;
      }
      String entry = level.directory + name;
      if (entry.endsWith("/")) {
        if (!leadsBack(entry)) {
          open.push(read(entry));
        }
      } else {
        return entry;
      }
    }
    return null;
  }

  /** Whether it is a link to a directory above it: behind it lie the same files for ever. */
  private boolean leadsBack(String directory) throws IOException {
    Path path = root.resolve(directory);
    if (!Files.isSymbolicLink(path)) {
      return false;
    }
    Path real = path.toRealPath();
    for (Level above : open) {
      if (above.path.toRealPath().startsWith(real)) {
        return true;
      }
    }
    return false;
  }

  /** Whether keys may follow. */
  boolean more() {
    return open.stream().anyMatch(level -> !level.entries.isEmpty());
  }

  /**
   * Whether going on gives what a new walk after the last key would give. All directories above the
   * last key are still open, and whatever is written behind that key changes one of them, or lies
   * in a directory that is still to be read.
   */
  boolean current() throws IOException {
    for (Level level : open) {
      if (!level.settled || !level.changed.equals(changed(level.path))) {
        return false;
      }
    }
    return true;
  }

  /**
   * A directory under way: the names of its entries still to come, and the time of its last change.
   *
   * @param directory what keys in it start with; names are kept without it, as there may be
   *     millions of them, and they are compared often
   */
  private record Level(
      Path path,
      String directory,
      PriorityQueue<String> entries,
      FileTime changed,
      boolean settled) {}

  private static FileTime changed(Path directory) throws IOException {
    return Files.isDirectory(directory) ? Files.getLastModifiedTime(directory) : NEVER;
  }

  /** The wanted entries of the directory of this key prefix; subdirectories end with a slash. */
  private Level read(String directory) throws IOException {
    Path path = root.resolve(directory);
    FileTime changed = changed(path);
    // Two changes within a tick of the file system have the same time: one may come after this
    // reading. The time is the machine's, as that of the file system is.
    boolean settled = changed.toInstant().plus(TICK).isBefore(Instant.now());
    return new Level(path, directory, wanted(directory, names(path)), changed, settled);
  }

  private PriorityQueue<String> wanted(String directory, Set<String> names) {
    PriorityQueue<String> wanted = new PriorityQueue<>(ObjectKey::compareUtf8);
    for (String name : names) {
      String key = directory + name;
      if (name.endsWith(Slot.META)) {
        String object = key.substring(0, key.length() - Slot.META.length());
        String body = name.substring(0, name.length() - Slot.META.length());
        if (names.contains(body) && isAfter(object) && object.startsWith(prefix)) {
          wanted.add(body);
        }
      } else if (!names.contains(name + Slot.META)
          && mayHold(key + "/")
          && !(directory.isEmpty() && name.equals(Slot.TEMP))
          && Files.isDirectory(root.resolve(key))) {
        wanted.add(name + "/");
      }
    }
    return wanted;
  }

  private boolean isAfter(String key) {
    return ObjectKey.compareUtf8(key, after) > 0;
  }

  /** Whether a wanted key can start with this. */
  private boolean mayHold(String start) {
    boolean inPrefix = start.startsWith(prefix) || prefix.startsWith(start);
    return inPrefix && (isAfter(start) || after.startsWith(start));
  }

  private static Set<String> names(Path directory) throws IOException {
    Set<String> names = new HashSet<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        names.add(String.valueOf(entry.getFileName()));
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return Set.of(); // no such directory, no such keys
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }
}
