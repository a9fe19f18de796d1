package io.s3db.s3;

import io.s3db.store.Body;
import io.s3db.store.ConnectionString;
import io.s3db.store.DeleteOutcome;
import io.s3db.store.ETag;
import io.s3db.store.ListPage;
import io.s3db.store.NewObject;
import io.s3db.store.ObjectHead;
import io.s3db.store.ObjectKey;
import io.s3db.store.ObjectStore;
import io.s3db.store.OpenObject;
import io.s3db.store.Precondition;
import io.s3db.store.PutOutcome;
import io.s3db.store.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * Objects in a bucket of Amazon S3 or of a server that speaks its protocol.
 *
 * <p>Writes ask once; reads are tried three times where that can help. Options of the connection
 * string: {@code region}, {@code forcePathStyle}, {@code maxConnections} (64), {@code
 * connectTimeout} (5s), {@code requestTimeout} (30s, for one attempt; a body over 1 MiB to be
 * written has a second more for each 256 KiB).
 *
 * <p>An interrupt ends a request at once on a virtual thread; on a platform thread it is noticed
 * between requests and while waiting for a connection.
 *
 * <p>Keys that are no {@link ObjectKey}, such as the markers {@code folder/} of some tools, are
 * passed over by listings.
 */
public final class S3Store implements ObjectStore {
  private static final String DEFAULT_TYPE = "application/octet-stream";

  private final String bucket;
  private final String keyPrefix;
  private final S3Clients clients;
  private final S3Options options;
  private final S3Answers answers;
  private final S3Failures failures;
  private final S3Listing listing;
  private final S3Probe probe;
  private final String description;

  private S3Store(
      ConnectionString.Bucket address, S3Options options, S3Clients clients, InstantSource clock) {
    this.options = options;
    this.bucket = address.bucket();
    this.keyPrefix = ConnectionString.segments(address.keyPrefix());
    this.clients = clients;
    this.description = address.toString();
    this.answers = new S3Answers(clock);
    this.failures = new S3Failures(description);
    this.listing = new S3Listing(clients.reads(), bucket, keyPrefix);
    this.probe = new S3Probe(this);
  }

  /**
   * Opens the bucket at this address; nothing is asked of the server yet.
   *
   * @throws io.s3db.S3dbException if an option is unknown or has a wrong value
   */
  public static S3Store open(ConnectionString.Bucket address) {
    S3Options options = S3Options.of(address);
    return new S3Store(address, options, S3Clients.open(address, options), InstantSource.system());
  }

  @Override
  public String describe() {
    return description;
  }

  /**
   * What the server can do, found out once with a few requests for an object below {@code
   * plugin=s3db-core/probe/}, which is removed.
   */
  @Override
  public Capabilities capabilities() {
    return probe.capabilities();
  }

  @Override
  public Optional<StoredObject> get(ObjectKey key) {
    return reading(
        "Reading " + key,
        () -> {
          ResponseBytes<GetObjectResponse> answer =
              clients
                  .reads()
                  .getObjectAsBytes(request -> request.bucket(bucket).key(keyPrefix + key));
          ObjectHead head = answers.head(key, answer.response());
          return new StoredObject(head, answer.asByteArrayUnsafe());
        });
  }

  @Override
  public Optional<OpenObject> open(ObjectKey key) {
    return reading(
        "Reading " + key,
        () -> {
          S3Body body =
              clients
                  .reads()
                  .getObject(
                      request -> request.bucket(bucket).key(keyPrefix + key), S3Body.TRANSFORMER);
          ObjectHead head = answers.head(key, body.answer());
          byte[] held = body.held();
          return held == null
              ? OpenObject.of(head, body.stream())
              : OpenObject.of(new StoredObject(head, held));
        });
  }

  @Override
  public Optional<ObjectHead> head(ObjectKey key) {
    return reading(
        "Reading the head of " + key,
        () ->
            answers.head(
                key,
                clients
                    .reads()
                    .headObject(request -> request.bucket(bucket).key(keyPrefix + key))));
  }

  @Override
  public PutOutcome put(ObjectKey key, NewObject object, Precondition precondition) {
    String attempt = "Writing " + key;
    PutObjectRequest request = putRequest(key, object, precondition);
    refuseIfInterrupted(attempt);
    try {
      PutObjectResponse answer =
          clients.writes().putObject(request, S3Store.body(object.content()));
      return new PutOutcome.Written(S3Answers.etag(answer.eTag()), answers.time(answer));
    } catch (SdkException e) {
      boolean lost = status(e) == 412 || (conditional(precondition) && missing(e));
      if (lost) {
        return new PutOutcome.Lost();
      }
      throw failures.ofWrite(attempt, e);
    } catch (UncheckedIOException e) {
      throw failures.unreadable(attempt, e);
    }
  }

  private PutObjectRequest putRequest(ObjectKey key, NewObject object, Precondition precondition) {
    String type = object.contentType();
    PutObjectRequest.Builder request =
        PutObjectRequest.builder()
            .bucket(bucket)
            .key(keyPrefix + key)
            .contentType(type == null ? DEFAULT_TYPE : type)
            .metadata(object.metadata());
    switch (precondition) {
      case Precondition.None() -> {}
      case Precondition.Absent() -> request.ifNoneMatch("*");
      case Precondition.Matches(ETag etag) -> request.ifMatch("\"" + etag + "\"");
    }
    if (object.content().size() > HELD_BYTES) {
      Duration most = options.timeoutFor(object.content().size());
      request.overrideConfiguration(override -> override.apiCallAttemptTimeout(most));
    }
    return request.build();
  }

  /** Of a known length, whatever it is; read again where the request is signed with its hash. */
  private static RequestBody body(Body content) {
    return switch (content) {
      case Body.Held(byte[] bytes) -> RequestBody.fromBytes(bytes);
      case Body.Elsewhere large ->
          RequestBody.fromContentProvider(
              () -> stream(large), large.size(), "application/octet-stream");
    };
  }

  private static InputStream stream(Body large) {
    try {
      return large.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public DeleteOutcome delete(ObjectKey key, Precondition precondition) {
    String attempt = "Deleting " + key;
    DeleteObjectRequest.Builder request =
        DeleteObjectRequest.builder().bucket(bucket).key(keyPrefix + key);
    switch (precondition) {
      case Precondition.None() -> {}
      case Precondition.Absent() ->
          throw new IllegalArgumentException(
              "delete of " + key + ": an absent object cannot be deleted");
      case Precondition.Matches(ETag etag) -> request.ifMatch("\"" + etag + "\"");
    }
    refuseIfInterrupted(attempt);
    try {
      clients.writes().deleteObject(request.build());
      return DeleteOutcome.DELETED;
    } catch (SdkException e) {
      if (missing(e)) {
        return conditional(precondition) ? DeleteOutcome.ABSENT : DeleteOutcome.DELETED;
      }
      if (status(e) == 412) {
        return DeleteOutcome.LOST;
      }
      throw failures.ofWrite(attempt, e);
    }
  }

  @Override
  public ListPage list(String prefix, @Nullable String after, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit " + limit + " of a listing: at least 1 is needed");
    }
    String attempt = "Listing '" + prefix + "'";
    refuseIfInterrupted(attempt);
    try {
      return listing.page(prefix, after, limit);
    } catch (SdkException e) {
      throw failures.ofRead(attempt, e);
    }
  }

  @Override
  public void close() {
    clients.close();
  }

  @Override
  public String toString() {
    return description;
  }

  private <T> Optional<T> reading(String attempt, Supplier<T> read) {
    refuseIfInterrupted(attempt);
    try {
      return Optional.of(read.get());
    } catch (SdkException e) {
      if (missing(e)) {
        return Optional.empty();
      }
      throw failures.ofRead(attempt, e);
    }
  }

  private void refuseIfInterrupted(String attempt) {
    if (Thread.currentThread().isInterrupted()) {
      throw failures.interrupted(attempt);
    }
  }

  private static boolean conditional(Precondition precondition) {
    return !(precondition instanceof Precondition.None);
  }

  /**
   * No such object; a missing bucket is a failure. The answer to a HEAD does not tell them apart.
   */
  private static boolean missing(SdkException e) {
    return e instanceof AwsServiceException answer
        && answer.statusCode() == 404
        && !S3Failures.errorCode(answer).equals("NoSuchBucket");
  }

  private static int status(SdkException e) {
    return e instanceof AwsServiceException answer ? answer.statusCode() : 0;
  }
}
