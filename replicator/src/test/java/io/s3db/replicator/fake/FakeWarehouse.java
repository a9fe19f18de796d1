package io.s3db.replicator.fake;

import io.s3db.Document;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.Key;
import io.s3db.replicator.spi.Rejection;
import io.s3db.version.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a fake destination holds; it outlives the sinks that write into it. */
public final class FakeWarehouse {
  private static final Map<String, FakeWarehouse> NAMED = new ConcurrentHashMap<>();

  private final Map<String, Map<String, Document>> tables = new TreeMap<>();
  private final Map<String, Version> versions = new TreeMap<>();
  private final List<Delivery> told = new ArrayList<>();
  private volatile boolean down;
  private volatile Predicate<Delivery> refuses = _ -> false;
  private volatile Function<String, List<String>> keyOf = _ -> List.of("id");

  private FakeWarehouse() {}

  /** The warehouse of a connection string; made when it is first named. */
  public static FakeWarehouse named(String url) {
    return NAMED.computeIfAbsent(url, _ -> new FakeWarehouse());
  }

  /** Makes it unreachable, or reachable again. */
  public void down(boolean now) {
    down = now;
  }

  /** Whether it is unreachable. */
  boolean down() {
    return down;
  }

  /** Refuses these deliveries for good. */
  public void refuse(Predicate<Delivery> which) {
    refuses = which;
  }

  /** Sets the key fields of a table. */
  public void key(String... fields) {
    keyOf = _ -> List.of(fields);
  }

  List<String> key(String table) {
    return keyOf.apply(table);
  }

  /** The rows of a table by their keys' JSON. */
  public synchronized Map<String, Document> rows(String table) {
    return new TreeMap<>(tables.getOrDefault(table, Map.of()));
  }

  /** Every delivery ever accepted, in order. */
  public synchronized List<Delivery> told() {
    return List.copyOf(told);
  }

  synchronized List<Rejection> take(List<Delivery> batch) {
    List<Rejection> refused = new ArrayList<>();
    for (Delivery delivery : batch) {
      if (refuses.test(delivery)) {
        refused.add(
            new Rejection(delivery.id(), Rejection.Kind.PERMANENT, "23514", "check violated"));
      } else {
        told.add(delivery);
        delivery.replacedKeys().forEach(replaced -> put(delivery, replaced, null));
        put(delivery, delivery.key(), delivery.removes() ? null : delivery.data());
      }
    }
    return refused;
  }

  private void put(Delivery delivery, Key key, @Nullable Document row) {
    String place = delivery.target() + " " + key.text();
    Version present = versions.getOrDefault(place, Version.NONE);
    if (present.isAfter(delivery.version())) {
      return;
    }
    versions.put(place, delivery.version());
    Map<String, Document> table = tables.computeIfAbsent(delivery.target(), _ -> new TreeMap<>());
    if (row == null) {
      table.remove(key.text());
    } else {
      table.put(key.text(), row);
    }
  }
}
