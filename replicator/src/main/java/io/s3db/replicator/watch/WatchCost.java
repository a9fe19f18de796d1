package io.s3db.replicator.watch;

/**
 * What a watch asks of the store, at the pace of the last hour.
 *
 * @param listsPerHour listings of up to a thousand objects
 * @param readsPerHour single objects
 */
public record WatchCost(long listsPerHour, long readsPerHour) {
  private static final double DOLLARS_PER_LIST = 0.005 / 1000;
  private static final double DOLLARS_PER_READ = 0.0004 / 1000;

  /**
   * What that costs in a standard bucket of Amazon S3 in the region us-east-1; see <a
   * href="https://aws.amazon.com/s3/pricing/">the prices</a>.
   */
  public double dollarsPerHour() {
    return listsPerHour * DOLLARS_PER_LIST + readsPerHour * DOLLARS_PER_READ;
  }
}
