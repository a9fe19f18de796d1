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
  private static final int STEP = 256;

  private final VerifyProgress progress;
  private final Counting counting;
  private volatile long total = -1;
  private long done;
  private long told;

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

  /** One more was read. */
  void read() {
    read(1);
  }

  /** So many more were read; it is not told of each. */
  void read(int more) {
    done += more;
    if (done - told >= STEP) {
      tell();
    }
  }

  private void tell() {
    told = done;
    long now = total;
    progress.at(done, now < 0 ? OptionalLong.empty() : OptionalLong.of(Math.max(now, done)));
  }

  @Override
  public void close() {
    counting.close();
    if (told < done) {
      tell();
    }
  }
}
