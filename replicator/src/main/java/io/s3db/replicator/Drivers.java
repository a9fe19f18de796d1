package io.s3db.replicator;

import io.s3db.replicator.options.Nearest;
import io.s3db.replicator.spi.SinkProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** The destination drivers on the class path. */
final class Drivers {
  private static final List<String> OURS =
      List.of("postgresql", "s3db", "sqs", "webhook", "bigquery");

  private final List<SinkProvider> found;

  private Drivers(List<SinkProvider> found) {
    this.found = found;
  }

  static Drivers installed() {
    return new Drivers(
        ServiceLoader.load(SinkProvider.class).stream().map(ServiceLoader.Provider::get).toList());
  }

  Optional<SinkProvider> find(String name) {
    return found.stream()
        .filter(each -> each.driver().equals(name) || each.aliases().contains(name))
        .findFirst();
  }

  /** Why a driver was not found, as the end of a sentence that begins with its path. */
  String missing(String name) {
    String ours = name.equals("postgres") ? "postgresql" : name;
    if (OURS.contains(ours)) {
      return "is '"
          + name
          + "', whose driver is not on the class path: add the artifact io.s3db:s3db-sink-"
          + ours;
    }
    List<String> known = new ArrayList<>(OURS);
    for (SinkProvider each : found) {
      known.add(each.driver());
    }
    String shown = name.contains("://") ? "an address" : "'" + name + "'";
    return "is "
        + shown
        + ", which is no driver: "
        + Nearest.of(name, known)
            .map(near -> "did you mean '" + near + "'?")
            .orElseGet(
                () -> "the drivers are " + String.join(", ", known.stream().distinct().toList()));
  }
}
