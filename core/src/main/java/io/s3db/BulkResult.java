package io.s3db;

import java.util.List;

/**
 * What became of each record of a bulk operation: every one is in exactly one of the two lists.
 *
 * @param succeeded the records as stored (inserted), or as they were (deleted), in the order given
 * @param failed the others, in the order given
 */
public record BulkResult(List<Document> succeeded, List<Failure> failed) {
  /** Copies the lists. */
  public BulkResult {
    succeeded = List.copyOf(succeeded);
    failed = List.copyOf(failed);
  }

  /** Whether nothing failed. */
  public boolean complete() {
    return failed.isEmpty();
  }

  /**
   * One record that was not written, or of which nobody knows.
   *
   * @param index its place in the list given, from 0
   * @param id its id; empty if an insert was refused before it got one
   * @param cause why
   */
  public record Failure(int index, String id, S3dbException cause) {}
}
