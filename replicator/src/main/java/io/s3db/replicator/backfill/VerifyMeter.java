package io.s3db.replicator.backfill;

import io.s3db.plugin.RecordAccess;
import io.s3db.replicator.route.Route;
import java.util.List;
import java.util.OptionalLong;

/**
 * Counts what a verification has read, and beside it how much there is to read: every record, and
 * about as many rows.
 */
@SuppressWarnings("try") // ended by interrupt, and close does not throw that
final class VerifyMeter implements AutoCloseable {
  private final VerifyProgress progress;
  private final Counting counting;
  private volatile long total = -1;
  private long done;

  private VerifyMeter(RecordAccess records, List<String> resources, VerifyProgress progress) {
    this.progress = progress;
    this.counting =
        progress.equals(VerifyProgress.NONE) || resources.isEmpty()
            ? Counting.none()
            : Counting.start(records, resources, counted -> total = 2 * counted);
  }

  /** Of a mirror, whose rows are read. */
  static VerifyMeter ofRows(RecordAccess records, List<Route> routes, VerifyProgress progress) {
    return new VerifyMeter(records, routes.stream().map(Route::resource).toList(), progress);
  }

  /** Of a destination of events: how many changes there are nobody knows before. */
  static VerifyMeter ofChanges(RecordAccess records, VerifyProgress progress) {
    return new VerifyMeter(records, List.of(), progress);
  }

  /** So many more were read. */
  void read(int more) {
    done += more;
    long now = total;
    progress.at(done, now < 0 ? OptionalLong.empty() : OptionalLong.of(Math.max(now, done)));
  }

  @Override
  public void close() {
    counting.close();
  }
}
