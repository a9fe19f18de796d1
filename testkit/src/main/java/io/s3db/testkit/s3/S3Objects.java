package io.s3db.testkit.s3;

import io.s3db.store.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The buckets of the fake server, and what each request does to them. */
final class S3Objects {
  private static final int METADATA_LIMIT = 2048;
  private static final int PAGE = 1000;
  private static final String META = "x-amz-meta-";

  private final Map<String, ConcurrentNavigableMap<String, Kept>> buckets =
      new ConcurrentHashMap<>();
  private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();
  private final InstantSource clock;
  private volatile boolean conditionalPuts = true;
  private volatile boolean conditionalDeletes = true;

  S3Objects(InstantSource clock) {
    this.clock = clock;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Kept(byte[] body, Map<String, String> headers, String etag, Instant lastModified) {}

  void keepConditions(boolean ofPuts, boolean ofDeletes) {
    conditionalPuts = ofPuts;
    conditionalDeletes = ofDeletes;
  }

  ConcurrentNavigableMap<String, Kept> bucket(String name) {
    return buckets.computeIfAbsent(name, _ -> new ConcurrentSkipListMap<>(ObjectKey::compareUtf8));
  }

  HttpAnswer answer(S3Request request, HttpRequest wire) {
    return switch (request.kind()) {
      case GET, HEAD -> get(request);
      case PUT -> locked(request, () -> put(request, wire));
      case DELETE -> locked(request, () -> delete(request));
      case LIST -> list(request, wire.query());
      case OTHER -> HttpAnswer.error(501, "NotImplemented");
    };
  }

  private HttpAnswer locked(S3Request request, Supplier<HttpAnswer> work) {
    ReentrantLock lock =
        locks.computeIfAbsent(request.bucket() + "/" + request.key(), _ -> new ReentrantLock());
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  private HttpAnswer get(S3Request request) {
    Kept kept = bucket(request.bucket()).get(request.key());
    if (kept == null) {
      return HttpAnswer.error(404, "NoSuchKey");
    }
    Map<String, String> headers = new LinkedHashMap<>(kept.headers);
    headers.put("ETag", "\"" + kept.etag + "\"");
    headers.put("Last-Modified", HttpConnection.date(kept.lastModified));
    return new HttpAnswer(200, headers, kept.body);
  }

  private HttpAnswer put(S3Request request, HttpRequest wire) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", wire.headers().getOrDefault("content-type", "binary/octet-stream"));
    int metadata = 0;
    for (var header : wire.headers().entrySet()) {
      if (header.getKey().startsWith(META)) {
        headers.put(header.getKey(), header.getValue());
        metadata += header.getKey().length() - META.length();
        metadata += header.getValue().getBytes(StandardCharsets.UTF_8).length;
      }
    }
    if (metadata > METADATA_LIMIT) {
      return HttpAnswer.error(400, "MetadataTooLarge");
    }
    Kept current = bucket(request.bucket()).get(request.key());
    if (conditionalPuts) {
      if (request.ifNoneMatch() != null && current != null) {
        return HttpAnswer.error(412, "PreconditionFailed");
      }
      HttpAnswer mismatch = mismatch(request.ifMatch(), current);
      if (mismatch != null) {
        return mismatch;
      }
    }
    Kept kept = keep(request.bucket(), request.key(), wire.body(), headers);
    return HttpAnswer.empty(200, Map.of("ETag", "\"" + kept.etag + "\""));
  }

  Kept keep(String bucket, String key, byte[] body, Map<String, String> headers) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Kept kept = new Kept(body, headers, md5(body), now);
    bucket(bucket).put(key, kept);
    return kept;
  }

  private HttpAnswer delete(S3Request request) {
    Kept current = bucket(request.bucket()).get(request.key());
    HttpAnswer mismatch = conditionalDeletes ? mismatch(request.ifMatch(), current) : null;
    if (mismatch != null) {
      return mismatch;
    }
    bucket(request.bucket()).remove(request.key());
    return HttpAnswer.empty(204, Map.of());
  }

  /** Amazon answers 404 where there is nothing to compare with, and 412 where it differs. */
  private static @Nullable HttpAnswer mismatch(@Nullable String expected, @Nullable Kept current) {
    if (expected == null) {
      return null;
    }
    if (current == null) {
      return HttpAnswer.error(404, "NoSuchKey");
    }
    return expected.equals("*") || expected.equals(current.etag)
        ? null
        : HttpAnswer.error(412, "PreconditionFailed");
  }

  private HttpAnswer list(S3Request request, Map<String, String> query) {
    String prefix = query.getOrDefault("prefix", "");
    String token = query.get("continuation-token");
    String after =
        token == null
            ? query.getOrDefault("start-after", "")
            : new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    int limit = Math.min(PAGE, Integer.parseInt(query.getOrDefault("max-keys", "1000")));
    List<Map.Entry<String, Kept>> page = new ArrayList<>();
    boolean truncated = false;
    for (var entry : bucket(request.bucket()).tailMap(after, after.isEmpty()).entrySet()) {
      if (entry.getKey().startsWith(prefix)) {
        truncated = page.size() == limit;
        if (truncated) {
          break;
        }
        page.add(entry);
      }
    }
    return HttpAnswer.xml(200, S3ListXml.of(request.bucket(), prefix, limit, page, truncated));
  }

  private static String md5(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has MD5", e);
    }
  }
}
