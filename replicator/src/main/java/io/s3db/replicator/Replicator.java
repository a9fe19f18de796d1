package io.s3db.replicator;

import io.s3db.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One configured destination: a driver, the resources that go there, and the driver's own
 * configuration. It is checked when the plugin is made of it.
 */
public final class Replicator {
  private final Map<String, @Nullable Object> values;

  private Replicator(Map<String, ? extends @Nullable Object> values) {
    this.values = new LinkedHashMap<>(values);
  }

  /**
   * A destination given as plain values: {@code driver}, {@code resources}, {@code config}, and
   * optionally {@code id}, {@code batchSize}, {@code maxRetries}, {@code timeout}, {@code
   * concurrency}, {@code initialSync}, {@code verify} ({@code ignore}), {@code rateLimit} (records
   * in a second, {@code 600/min}, or an object with {@code records} or {@code requests}, and {@code
   * per}).
   *
   * <p>{@code resources} is a list of names, or a map from a name to a name, to a mapping ({@code
   * resource}, {@code actions}, {@code transform}, {@code key}), or to a list of both. A {@code
   * transform} may be a text in a language on the class path, or name a file of it: {@code
   * file:orders.js}.
   */
  public static Replicator of(Map<String, ? extends @Nullable Object> values) {
    return new Replicator(values);
  }

  /** A builder for a destination of a driver, such as {@code postgresql}. */
  public static Builder builder(String driver) {
    return new Builder(driver);
  }

  Map<String, @Nullable Object> values() {
    return values;
  }

  /** The driver and the id; never the configuration, which holds credentials. */
  @Override
  public String toString() {
    return "Replicator[driver=" + values.get("driver") + ", id=" + values.get("id") + "]";
  }

  /** Collects what a destination is. */
  public static final class Builder {
    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> resources = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> config = new LinkedHashMap<>();

    private Builder(String driver) {
      values.put("driver", driver);
    }

    /** The name of this destination in events, logs and the state. Default: the driver. */
    public Builder id(String id) {
      values.put("id", id);
      return this;
    }

    /** Sends these resources as they are, each under its own name. */
    public Builder resources(String... names) {
      for (String name : names) {
        add(name, name);
      }
      return this;
    }

    /** Sends a resource as it is, under another name. */
    public Builder resource(String name, String target) {
      add(name, target);
      return this;
    }

    /**
     * Sends a resource as the mapping says; given again for the same resource, it goes both ways.
     */
    public Builder resource(String name, Consumer<Mapping> mapping) {
      Mapping way = new Mapping();
      mapping.accept(way);
      add(name, way.values);
      return this;
    }

    /** An option of the driver. */
    public Builder config(String name, @Nullable Object value) {
      config.put(name, value);
      return this;
    }

    /** Options of the driver. */
    public Builder config(Map<String, ? extends @Nullable Object> options) {
      config.putAll(options);
      return this;
    }

    /** The most records in one write. Default: that of the plugin. */
    public Builder batchSize(int records) {
      values.put("batchSize", records);
      return this;
    }

    /** How often a failed attempt is repeated in a round. Default: that of the plugin. */
    public Builder maxRetries(int times) {
      values.put("maxRetries", times);
      return this;
    }

    /** How long one attempt may take. Default: that of the plugin. */
    public Builder timeout(Duration time) {
      values.put("timeout", time);
      return this;
    }

    /** How many batches are under way at once; 1 keeps the order of the source. Default 4. */
    public Builder concurrency(int lanes) {
      values.put("concurrency", lanes);
      return this;
    }

    /**
     * Whether existing records are copied first when this destination is seen for the first time;
     * false unless told.
     */
    public Builder initialSync(boolean value) {
      values.put("initialSync", value);
      return this;
    }

    /** Fields of rows that a verification never compares, such as the time of a sync. */
    public Builder verifyIgnore(String... fields) {
      values.put("verify", Map.of("ignore", List.of(fields)));
      return this;
    }

    /** How much is sent in a time, at most. Default: as much as the destination takes. */
    public Builder rateLimit(RateLimit limit) {
      values.put("rateLimit", limit);
      return this;
    }

    /** The destination. */
    public Replicator build() {
      Map<String, @Nullable Object> all = new LinkedHashMap<>(values);
      all.put("resources", resources.isEmpty() ? null : new LinkedHashMap<>(resources));
      all.put("config", new LinkedHashMap<>(config));
      return new Replicator(all);
    }

    private void add(String name, Object way) {
      Object earlier = resources.get(name);
      List<Object> ways =
          earlier instanceof List<?> list ? new ArrayList<>(list) : new ArrayList<>();
      ways.add(way);
      resources.put(name, ways);
    }
  }

  /** How one resource goes to one place of the destination. */
  public static final class Mapping {
    private final Map<String, Object> values = new LinkedHashMap<>();

    private Mapping() {}

    /** The destination's name: table, resource, queue. Default: the resource's own. */
    public Mapping to(String target) {
      values.put("resource", target);
      return this;
    }

    /** Which changes go. Default: all. */
    public Mapping actions(Operation... operations) {
      values.put("actions", List.of(operations));
      return this;
    }

    /** Reshapes each record. */
    public Mapping transform(Transform transform) {
      values.put("transform", transform);
      return this;
    }

    /** Reshapes each record, knowing of the change. */
    public Mapping transform(ContextTransform transform) {
      values.put("transform", transform);
      return this;
    }

    /** The fields of the row that are its key. Default: those of the table, else {@code id}. */
    public Mapping key(String... fields) {
      values.put("key", List.of(fields));
      return this;
    }
  }
}
