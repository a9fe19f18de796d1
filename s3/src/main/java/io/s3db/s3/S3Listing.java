package io.s3db.s3;

import io.s3db.store.ListPage;
import io.s3db.store.ObjectKey;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Lists with ListObjectsV2, which answers in the byte order of keys. */
final class S3Listing {
  private static final int LARGEST_PAGE = 1000;

  private final S3Client client;
  private final String bucket;
  private final String keyPrefix;

  S3Listing(S3Client client, String bucket, String keyPrefix) {
    this.client = client;
    this.bucket = bucket;
    this.keyPrefix = keyPrefix;
  }

  /** A page with at least one entry, unless there is none: the caller goes on from the last one. */
  ListPage page(String prefix, @Nullable String after, int limit) {
    @Nullable String token = null;
    while (true) {
      ListObjectsV2Response answer = ask(prefix, after, token, limit);
      List<ListPage.Entry> entries =
          answer.contents().stream().map(this::entry).flatMap(Optional::stream).toList();
      boolean more = Boolean.TRUE.equals(answer.isTruncated());
      token = answer.nextContinuationToken();
      if (!entries.isEmpty() || !more || token == null) {
        return new ListPage(entries, more && !entries.isEmpty());
      }
    }
  }

  private ListObjectsV2Response ask(
      String prefix, @Nullable String after, @Nullable String token, int limit) {
    return client.listObjectsV2(
        request -> {
          request.bucket(bucket).prefix(keyPrefix + prefix);
          request.maxKeys(Math.min(limit, LARGEST_PAGE));
          if (token != null) {
            request.continuationToken(token);
          } else if (after != null) {
            request.startAfter(keyPrefix + after);
          }
        });
  }

  private Optional<ListPage.Entry> entry(S3Object object) {
    return key(object.key().substring(keyPrefix.length()))
        .map(
            key ->
                new ListPage.Entry(
                    key, S3Answers.etag(object.eTag()), object.lastModified(), object.size()));
  }

  private static Optional<ObjectKey> key(String text) {
    try {
      return Optional.of(ObjectKey.of(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // the marker of a folder, made by another program
    }
  }
}
