package io.s3db.replicator;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.s3db.replicator.route.Route;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Configurations as tests write them, and what is read from them. */
final class SettingsFixture {
  static final Map<String, Object> CONFIG = Map.of("connectionString", "u:secret@host");

  private SettingsFixture() {}

  static List<String> problems(Runnable build) {
    try {
      build.run();
      return List.of();
    } catch (ConfigurationException e) {
      return e.problems();
    }
  }

  static List<String> problems(Map<String, ? extends @Nullable Object> values) {
    return new ArrayList<>(
        catchThrowableOfType(ConfigurationException.class, () -> read(values)).problems());
  }

  static List<Route> routes(Object resources) {
    return read(Map.of("replicators", List.of(replicator(Map.of("resources", resources)))))
        .destinations()
        .getFirst()
        .routes();
  }

  static Route named(List<Route> routes, String name) {
    return routes.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  static Map<String, Object> replicator(Map<String, Object> more) {
    Map<String, Object> values = new HashMap<>();
    values.put("driver", "fake");
    values.put("resources", List.of("orders"));
    values.put("config", CONFIG);
    values.putAll(more);
    return values;
  }

  static Map<String, Object> map(Object... namesAndValues) {
    Map<String, Object> map = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }

  static Settings read(Map<String, ? extends @Nullable Object> values) {
    return SettingsReader.read(values, Drivers.installed(), TransformReader.installed(Path.of("")));
  }
}
