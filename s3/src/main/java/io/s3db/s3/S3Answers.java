package io.s3db.s3;

import io.s3db.store.ETag;
import io.s3db.store.ObjectHead;
import io.s3db.store.ObjectKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Response;

/** Reads what the server answers. */
final class S3Answers {
  private final InstantSource clock;

  /** The clock stands in for a server that sends no date. */
  S3Answers(InstantSource clock) {
    this.clock = clock;
  }

  ObjectHead head(ObjectKey key, GetObjectResponse answer) {
    return head(
        key,
        answer.eTag(),
        answer.lastModified(),
        answer.contentLength(),
        answer.contentType(),
        answer.metadata(),
        answer);
  }

  ObjectHead head(ObjectKey key, HeadObjectResponse answer) {
    return head(
        key,
        answer.eTag(),
        answer.lastModified(),
        answer.contentLength(),
        answer.contentType(),
        answer.metadata(),
        answer);
  }

  private ObjectHead head(
      ObjectKey key,
      @Nullable String etag,
      @Nullable Instant lastModified,
      @Nullable Long size,
      @Nullable String contentType,
      Map<String, String> metadata,
      S3Response answer) {
    Instant now = time(answer);
    return new ObjectHead(
        key,
        etag(etag),
        lastModified == null ? now : lastModified,
        size == null ? 0 : size,
        contentType,
        metadata,
        now);
  }

  /** The server's clock when it answered: its {@code Date} header. */
  Instant time(S3Response answer) {
    return answer
        .sdkHttpResponse()
        .firstMatchingHeader("Date")
        .map(this::parse)
        .orElseGet(clock::instant);
  }

  private Instant parse(String date) {
    try {
      return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
    } catch (DateTimeException e) {
      return clock.instant();
    }
  }

  /** The tag without its quotes. */
  static ETag etag(@Nullable String header) {
    return new ETag(header == null ? "" : header.replace("\"", ""));
  }
}
