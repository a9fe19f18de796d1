package io.s3db.sink.sqs;

/** What the body of a message is. */
enum Payload {
  /** The envelope, which says what happened to which resource. */
  ENVELOPE,
  /** The transformed record alone. */
  DATA
}
