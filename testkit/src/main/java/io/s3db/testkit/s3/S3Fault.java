package io.s3db.testkit.s3;

import java.time.Duration;

/** How the fake server fails a request. */
public sealed interface S3Fault {
  /** Nothing is done, and this error is the answer. */
  record Refuse(int status, String code) implements S3Fault {}

  /** Nothing is done, and the connection is reset. */
  record ResetBefore() implements S3Fault {}

  /** Nothing is done, and no answer comes: the connection stays open until the server closes. */
  record HangBefore() implements S3Fault {}

  /** It is done, and this error is the answer all the same. */
  record RefuseAfter(int status, String code) implements S3Fault {}

  /** It is done, and the connection is reset instead of an answer. */
  record ResetAfter() implements S3Fault {}

  /** It is done, and no answer comes: the connection stays open until the server closes. */
  record HangAfter() implements S3Fault {}

  /** It is done, and half of the answer's body comes before the connection is reset. */
  record CutAnswer() implements S3Fault {}

  /** It waits, and then all goes well. */
  record Delay(Duration time) implements S3Fault {}
}
