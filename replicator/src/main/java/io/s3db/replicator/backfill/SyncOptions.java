package io.s3db.replicator.backfill;

import io.s3db.Document;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which records a sync copies, and how fast. Everything that is routed, unless told. */
public final class SyncOptions {
  private static final SyncOptions ALL = builder().build();

  private final List<String> resources;
  private final Map<String, @Nullable Object> equal;
  private final @Nullable Predicate<Document> filter;
  private final Instant since;
  private final Instant before;
  private final int rateLimit;

  private SyncOptions(Builder builder) {
    this.resources = List.copyOf(builder.resources);
    this.equal = new LinkedHashMap<>(builder.equal);
    this.filter = builder.filter;
    this.since = builder.since;
    this.before = builder.before;
    this.rateLimit = builder.rateLimit;
  }

  /** All records of all resources that are routed to the destination. */
  public static SyncOptions all() {
    return ALL;
  }

  /** Starts to describe a sync. */
  public static Builder builder() {
    return new Builder();
  }

  /** The resources to copy; none for all that are routed. */
  public List<String> resources() {
    return resources;
  }

  /** The most records looked at in a second; 0 for no limit. */
  public int rateLimit() {
    return rateLimit;
  }

  /** Whether it may leave records out. */
  boolean isPartial() {
    return !resources.isEmpty() || !takesAllRecords();
  }

  /** Whether it takes every record of its resources. */
  boolean takesAllRecords() {
    return equal.isEmpty()
        && filter == null
        && since.equals(Instant.MIN)
        && before.equals(Instant.MAX);
  }

  /** Whether only this program knows which records it takes, so that a later one cannot go on. */
  boolean hasFunction() {
    return filter != null;
  }

  boolean passes(Document record, Instant changedAt) throws SyncHalt {
    if (changedAt.isBefore(since) || !changedAt.isBefore(before)) {
      return false;
    }
    for (Map.Entry<String, @Nullable Object> each : equal.entrySet()) {
      if (!Document.same(record.get(each.getKey()), each.getValue())) {
        return false;
      }
    }
    return filter == null || asked(filter, record);
  }

  private static boolean asked(Predicate<Document> filter, Document record) throws SyncHalt {
    try {
      return filter.test(record);
    } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
      throw new SyncHalt(
          "Its filter threw at the record '"
              + record.id()
              + "': "
              + e
              + ". Mend the filter and start the sync again with the same options: it goes on where"
              + " it was.");
    }
  }

  /** What can be kept of it: all but the function. */
  Document toDocument() {
    return Document.builder()
        .put("resources", resources)
        .put("where", Document.copyOf(equal))
        .put("filter", filter != null)
        .put("since", since.equals(Instant.MIN) ? null : since.toString())
        .put("before", before.equals(Instant.MAX) ? null : before.toString())
        .put("rateLimit", rateLimit)
        .build();
  }

  /** The options that were kept; never of a sync that has a function. */
  static SyncOptions of(Document kept) {
    Builder builder = builder();
    if (kept.integer("rateLimit") > 0) {
      builder.rateLimit((int) kept.integer("rateLimit"));
    }
    kept.list("resources").forEach(each -> builder.resources(String.valueOf(each)));
    kept.document("where").toMap().forEach(builder::where);
    if (kept.get("since") != null) {
      builder.changedSince(Instant.parse(kept.text("since")));
    }
    if (kept.get("before") != null) {
      builder.changedBefore(Instant.parse(kept.text("before")));
    }
    return builder.build();
  }

  @Override
  public String toString() {
    return toDocument().toJson();
  }

  /** Collects what a sync is to do. */
  public static final class Builder {
    private final List<String> resources = new ArrayList<>();
    private final Map<String, @Nullable Object> equal = new LinkedHashMap<>();
    private @Nullable Predicate<Document> filter;
    private Instant since = Instant.MIN;
    private Instant before = Instant.MAX;
    private int rateLimit;

    private Builder() {}

    /** Only these resources. */
    public Builder resources(String... names) {
      resources.addAll(List.of(names));
      return this;
    }

    /** Only records whose field has this value; a path such as {@code address.city} is possible. */
    public Builder where(String field, @Nullable Object value) {
      equal.put(field, value);
      return this;
    }

    /**
     * Only records that this accepts. It is a part of this program: after a restart such a sync
     * goes on when it is started again with the same options.
     */
    public Builder filter(Predicate<Document> accepts) {
      if (accepts == null) {
        throw new IllegalArgumentException("the filter of a sync is null: leave it out");
      }
      filter = accepts;
      return this;
    }

    /** Only records last changed at this time or later. */
    public Builder changedSince(Instant time) {
      since = time;
      return this;
    }

    /** Only records last changed before this time. */
    public Builder changedBefore(Instant time) {
      before = time;
      return this;
    }

    /** The most records looked at in a second; no limit unless told. */
    public Builder rateLimit(int recordsPerSecond) {
      if (recordsPerSecond < 1) {
        throw new IllegalArgumentException(
            "rateLimit "
                + recordsPerSecond
                + " of a sync: it must be at least 1; leave it out for no limit");
      }
      rateLimit = recordsPerSecond;
      return this;
    }

    /** The options. */
    public SyncOptions build() {
      if (since.isAfter(before)) {
        throw new IllegalArgumentException(
            "a sync of records changed since " + since + " and before " + before + " copies none");
      }
      return new SyncOptions(this);
    }
  }
}
