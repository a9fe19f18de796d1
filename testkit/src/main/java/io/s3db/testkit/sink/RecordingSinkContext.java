package io.s3db.testkit.sink;

import io.s3db.S3db;
import io.s3db.replicator.spi.Claim;
import io.s3db.replicator.spi.Claims;
import io.s3db.replicator.spi.SinkContext;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A sink's context that remembers what it was told. Safe for many threads. */
public final class RecordingSinkContext implements SinkContext {
  private final InstantSource time;
  private final @Nullable S3db source;
  private final Map<String, Set<String>> fields = new ConcurrentHashMap<>();
  private final Map<String, byte[]> claims = new ConcurrentHashMap<>();
  private final List<Warning> warnings = new CopyOnWriteArrayList<>();

  /** A context with the system's time and no source database. */
  public RecordingSinkContext() {
    this(InstantSource.system(), null);
  }

  /** A context with this time, and a source database for drivers that ask for it. */
  public RecordingSinkContext(InstantSource time, @Nullable S3db source) {
    this.time = time;
    this.source = source;
  }

  @Override
  public String replicator() {
    return "under-test";
  }

  @Override
  public S3db source() {
    if (source == null) {
      throw new IllegalStateException("this test gave no source database to the sink's context");
    }
    return source;
  }

  @Override
  public InstantSource time() {
    return time;
  }

  @Override
  public Duration timeout() {
    return Duration.ofSeconds(30);
  }

  @Override
  public int lanes() {
    return 4;
  }

  @Override
  public Set<String> fieldsWritten(String route) {
    return Set.copyOf(fields.getOrDefault(route, Set.of()));
  }

  @Override
  public void addFieldsWritten(String route, Set<String> names) {
    fields.merge(route, new TreeSet<>(names), RecordingSinkContext::union);
  }

  @Override
  public Claims claims() {
    return (delivery, content) -> {
      String id = delivery.id().toString();
      claims.put(id, content);
      return new Claim("claims", id, content.length, sha256(content));
    };
  }

  @Override
  public void warn(String code, String subject, String message) {
    warnings.add(new Warning(code, subject, message));
  }

  /** The contents kept by {@link #claims}, by delivery id. */
  public Map<String, byte[]> claimed() {
    return Map.copyOf(claims);
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Every call of {@link #warn}, in order. */
  public List<Warning> warnings() {
    return List.copyOf(warnings);
  }

  private static Set<String> union(Set<String> a, Set<String> b) {
    Set<String> all = new TreeSet<>(a);
    all.addAll(b);
    return all;
  }

  /**
   * What a sink told operators.
   *
   * @param code a stable name
   * @param subject what it is about
   * @param message one sentence
   */
  public record Warning(String code, String subject, String message) {}
}
