package io.s3db.demo;

import io.s3db.demo.RawBucket.RawObject;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares the records of two buckets as they lie there: every metadata entry, and the version. */
final class BackupBucket {
  private static final String FOLDER = "resource=" + PayStream.RESOURCE + "/data/";
  private static final Pattern STAMP = Pattern.compile("\"_n\":\"([0-9a-f]{33})\\.");

  private BackupBucket() {}

  static boolean shows(RawBucket backup, String id) throws IOException, InterruptedException {
    return backup.get(FOLDER + "id=" + id).isPresent();
  }

  static Comparison compare(RawBucket source, RawBucket backup)
      throws IOException, InterruptedException {
    Set<String> extra = new HashSet<>(backup.keys(FOLDER));
    long expected = 0;
    long missing = 0;
    long different = 0;
    for (String key : source.keys(FOLDER)) {
      expected++;
      Optional<RawObject> copy = backup.get(key);
      if (!extra.remove(key) || copy.isEmpty()) {
        missing++;
      } else if (!state(source.get(key)).equals(state(copy))) {
        different++;
      }
    }
    return new Comparison(expected, missing, different, extra.size());
  }

  /**
   * The metadata, and the version out of the stamp: which state it replaced may differ in a copy.
   */
  private static Map<String, String> state(Optional<RawObject> object) {
    Map<String, String> state = new TreeMap<>();
    object.ifPresent(
        raw -> {
          state.putAll(raw.metadata());
          Matcher stamp = STAMP.matcher(raw.body());
          state.put("version", stamp.find() ? stamp.group(1) : raw.body());
        });
    return state;
  }
}
