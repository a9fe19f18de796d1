package io.s3db.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Where an object lies in a directory: its two files, and the two they are made from.
 *
 * <p>The temporary names are a hash of the key, so only the holder of the key's lock touches them,
 * and what a dead process left is found without a search.
 *
 * @param key the object's name
 * @param body its bytes
 * @param meta everything else
 * @param newBody the body of the next state, until it is moved
 * @param newMeta the rest of the next state, until it is moved
 * @param lock the number of the key's lock
 */
record Slot(ObjectKey key, Path body, Path meta, Path newBody, Path newMeta, long lock) {
  static final String META = ".meta.json";
  static final String LOCK_FILE = ".s3db.lock";
  static final String TEMP = ".s3db.tmp";
  static final String BODY_SUFFIX = ".body";
  static final String META_SUFFIX = ".meta";
  private static final int MAX_NAME_BYTES = 255;

  static Slot of(Path root, ObjectKey key) {
    byte[] digest =
        ContentTag.digest("SHA-256").digest(key.value().getBytes(StandardCharsets.UTF_8));
    String hash = HexFormat.of().formatHex(digest, 0, 16);
    Path temp = root.resolve(TEMP);
    return new Slot(
        key,
        root.resolve(key.value()),
        root.resolve(key + META),
        temp.resolve(hash + BODY_SUFFIX),
        temp.resolve(hash + META_SUFFIX),
        lockOf(hash));
  }

  /**
   * Everything but the body, passing over an insert that was not completed; null if there is no
   * such object.
   */
  @Nullable MetaFile committed() throws IOException {
    byte[] bytes = Disk.read(meta);
    return bytes == null || !Files.isRegularFile(body) ? null : MetaFile.parse(meta, bytes);
  }

  /** The lock of the key with this hash, as a position in the lock file. */
  static long lockOf(String hash) {
    return Long.parseLong(hash.substring(0, 15), 16);
  }

  /** Why no directory can hold an object of this name, or an empty text if one can. */
  static String obstacle(ObjectKey key) {
    String[] segments = key.value().split("/");
    if (segments[0].equals(LOCK_FILE) || segments[0].equals(TEMP)) {
      return "'" + segments[0] + "' is kept for the store itself";
    }
    for (String segment : segments) {
      if (segment.endsWith(META)) {
        return "names ending in " + META + " are kept for metadata";
      }
      if (segment.indexOf('\0') >= 0) {
        return "a file name has no zero character";
      }
      if (segment.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES - META.length()) {
        return "a name has at most " + (MAX_NAME_BYTES - META.length()) + " bytes in a directory";
      }
    }
    return "";
  }
}
