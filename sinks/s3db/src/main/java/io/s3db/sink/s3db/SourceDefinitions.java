package io.s3db.sink.s3db;

import io.s3db.ResourceNotFoundException;
import io.s3db.S3db;
import io.s3db.catalog.Behavior;
import io.s3db.catalog.ResourceDefinition;
import io.s3db.replicator.spi.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The definitions of source resources that are replicated as they are. */
final class SourceDefinitions {
  /** The definitions of a database. */
  static SourceDefinitions of(S3db database) {
    return new SourceDefinitions(
        resource -> {
          try {
            return Optional.of(database.resource(resource).definition());
          } catch (ResourceNotFoundException _) {
            return Optional.empty();
          }
        });
  }

  private final Function<String, Optional<ResourceDefinition>> source;

  /** Definitions by the name of the source resource. */
  SourceDefinitions(Function<String, Optional<ResourceDefinition>> source) {
    this.source = source;
  }

  /**
   * What the target should look like, without the secrets of the source; nothing if a transform
   * makes the rows, or nothing is known.
   */
  Optional<ResourceDefinition> definition(Target target) {
    if (target.transformed()) {
      return Optional.empty();
    }
    return source
        .apply(target.resource())
        .or(() -> target.attributes().isEmpty() ? Optional.empty() : Optional.of(bare(target)))
        .map(SourceDefinitions::withoutSecrets)
        .filter(definition -> !definition.attributes().isEmpty());
  }

  /** Secrets do not leave their database, so the target is not to ask for them. */
  private static ResourceDefinition withoutSecrets(ResourceDefinition definition) {
    List<String> secrets = definition.secretAttributes();
    return secrets.isEmpty()
        ? definition
        : new ResourceDefinition(
            definition.name(),
            without(definition.attributes(), secrets),
            definition.behavior(),
            definition.timestamps(),
            definition.partitions(),
            definition.paranoid(),
            definition.idSize());
  }

  private static Map<String, Object> without(Map<String, Object> tree, List<String> paths) {
    Map<String, Object> rest = new LinkedHashMap<>(tree);
    for (String path : paths) {
      int dot = path.indexOf('.');
      if (dot < 0) {
        rest.remove(path);
      } else {
        rest.computeIfPresent(
            path.substring(0, dot), (_, inner) -> within(inner, path.substring(dot + 1)));
      }
    }
    return rest;
  }

  /** What is left of an object; null if nothing is. */
  @SuppressWarnings("unchecked") // the catalogue is JSON: maps have text keys only
  private static @Nullable Object within(Object tree, String path) {
    if (!(tree instanceof Map<?, ?> map)) {
      return tree;
    }
    Map<String, Object> rest = without((Map<String, Object>) map, List.of(path));
    return rest.isEmpty() ? null : rest;
  }

  private static ResourceDefinition bare(Target target) {
    return new ResourceDefinition(
        target.name(),
        target.attributes(),
        Behavior.BODY_OVERFLOW,
        false,
        Map.of(),
        true,
        ResourceDefinition.DEFAULT_ID_SIZE);
  }
}
