package io.s3db.store;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
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
 * <p>Directories that hold no wanted key are not read. Files are not opened.
 */
final class DirectoryWalk {
  private final Path root;
  private final String prefix;
  private final String after;
  private final Deque<PriorityQueue<String>> open = new ArrayDeque<>();

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
      String entry = open.element().poll();
      if (entry == null) {
        open.pop();
      } else if (entry.endsWith("/")) {
        open.push(read(entry));
      } else {
        return entry;
      }
    }
    return null;
  }

  /** The wanted entries of the directory of this key prefix; subdirectories end with a slash. */
  private PriorityQueue<String> read(String directory) throws IOException {
    PriorityQueue<String> wanted = new PriorityQueue<>(ObjectKey::compareUtf8);
    Set<String> names = names(root.resolve(directory));
    for (String name : names) {
      String key = directory + name;
      if (name.endsWith(Slot.META)) {
        String object = key.substring(0, key.length() - Slot.META.length());
        if (isAfter(object) && object.startsWith(prefix)) {
          wanted.add(object);
        }
      } else if (!names.contains(name + Slot.META)
          && mayHold(key + "/")
          && !(directory.isEmpty() && name.equals(Slot.TEMP))
          && Files.isDirectory(root.resolve(key))) {
        wanted.add(key + "/");
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
