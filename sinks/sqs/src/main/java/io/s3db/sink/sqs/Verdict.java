package io.s3db.sink.sqs;

/** What an error code of SQS means for what happens next. */
enum Verdict {
  /** Later it may go through; also: nobody knows. */
  UNAVAILABLE,
  /** We are not let in. */
  DENIED,
  /** The queue is closed to us: its encryption key, its kind, its address. */
  CLOSED,
  /** There is no such queue. */
  MISSING,
  /** The message is at fault. */
  REFUSED
}
