package io.s3db.sink.s3db;

import io.s3db.catalog.Behavior;
import io.s3db.catalog.ResourceDefinition;
import io.s3db.replicator.spi.SinkException;
import io.s3db.replicator.spi.Target;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The definitions of source resources that are replicated as they are. */
final class SourceDefinitions {
  private final Function<String, Optional<ResourceDefinition>> source;

  /** Definitions by the name of the source resource. */
  SourceDefinitions(Function<String, Optional<ResourceDefinition>> source) {
    this.source = source;
  }

  /**
   * What the target should look like; nothing if a transform makes the rows, or nothing is known.
   */
  Optional<ResourceDefinition> definition(Target target) {
    if (target.transformed()) {
      return Optional.empty();
    }
    return source
        .apply(target.resource())
        .or(() -> target.attributes().isEmpty() ? Optional.empty() : Optional.of(bare(target)));
  }

  /**
   * Refuses a resource whose secrets would have to be encrypted anew for the target.
   *
   * @throws SinkException.TargetDenied naming the attribute
   */
  void refuseSecrets(Target target) throws SinkException {
    Map<String, Object> attributes =
        definition(target).map(ResourceDefinition::attributes).orElse(Map.of());
    Optional<String> secret = secretIn("", attributes);
    if (secret.isPresent()) {
      throw new SinkException.TargetDenied(
          target.name(),
          "%s cannot be replicated to another S3DB as it is, because its attribute '%s' is a secret: use a transform that leaves it out."
              .formatted(target.resource(), secret.get()),
          null);
    }
  }

  private static Optional<String> secretIn(String prefix, Map<?, ?> attributes) {
    for (Map.Entry<?, ?> each : attributes.entrySet()) {
      String path = prefix + each.getKey();
      if (each.getValue() instanceof Map<?, ?> inner) {
        Optional<String> found = secretIn(path + ".", inner);
        if (found.isPresent()) {
          return found.map(any -> inner.get("type") instanceof String ? path : any);
        }
      } else if (String.valueOf(each.getValue()).contains("secret")) {
        return Optional.of(path);
      }
    }
    return Optional.empty();
  }

  private static ResourceDefinition bare(Target target) {
    return new ResourceDefinition(
        target.name(), target.attributes(), Behavior.BODY_OVERFLOW, false, Map.of(), true, 22);
  }
}
