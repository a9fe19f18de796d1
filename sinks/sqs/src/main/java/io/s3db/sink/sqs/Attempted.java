package io.s3db.sink.sqs;

/**
 * What was asked of a queue, for the messages of failures.
 *
 * @param replicator the id of the destination
 * @param what such as {@code sending 7 messages to}
 * @param permission the IAM action it needs
 * @param queue which queue
 * @param target the target it was for
 * @param alone whether the destination has no other queue
 */
record Attempted(
    String replicator,
    String what,
    String permission,
    QueueUrl queue,
    String target,
    boolean alone) {
  @Override
  public String toString() {
    return "%s: %s %s".formatted(replicator, what, queue);
  }
}
