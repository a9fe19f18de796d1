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

/**
 * The backup as it lies in its bucket: every metadata entry of every record, and the version.
 *
 * @param resource whose records are looked at
 * @param source the bucket of the source
 * @param backup the bucket of the copy
 */
record BackupBucket(String resource, RawBucket source, RawBucket backup) implements Witness {
  private static final Pattern STAMP = Pattern.compile("\"_n\":\"([0-9a-f]{33})\\.");

  @Override
  public String replicator() {
    return "backup";
  }

  @Override
  public boolean shows(String id) throws IOException, InterruptedException {
    return backup.get(folder() + "id=" + id).isPresent();
  }

  private String folder() {
    return "resource=" + resource + "/data/";
  }

  @Override
  public Comparison compare(Source expectation) throws IOException, InterruptedException {
    Set<String> extra = new HashSet<>(backup.keys(folder()));
    long expected = 0;
    long missing = 0;
    long different = 0;
    for (String key : source.keys(folder())) {
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
