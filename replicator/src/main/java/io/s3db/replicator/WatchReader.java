package io.s3db.replicator;

import io.s3db.replicator.options.Options;
import io.s3db.replicator.watch.WatchOptions;

/** Reads how changes of other programs are looked for. */
final class WatchReader {
  private static final int MOST = 1_000_000_000;

  private WatchReader() {}

  /** The option {@code watch} of a plugin; off unless told. */
  static WatchOptions read(Options plugin) {
    if (plugin.value("watch") instanceof WatchOptions options) {
      return options;
    }
    Options watch = plugin.nested("watch");
    WatchOptions read =
        new WatchOptions(
            watch.bool("enabled", false),
            watch.duration("interval", WatchOptions.DEFAULT_INTERVAL),
            watch.count("maxRequestsPerHour", 0, 0, MOST),
            watch.count("maxDeletes", WatchOptions.DEFAULT_MAX_DELETES, 1, MOST));
    watch.finish();
    return read;
  }
}
