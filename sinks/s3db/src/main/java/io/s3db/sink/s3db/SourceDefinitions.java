package io.s3db.sink.s3db;

import io.s3db.ResourceNotFoundException;
import io.s3db.S3db;
import io.s3db.catalog.Attribute;
import io.s3db.catalog.AttributeType;
import io.s3db.catalog.Behavior;
import io.s3db.catalog.ResourceDefinition;
import io.s3db.replicator.spi.SinkException;
import io.s3db.replicator.spi.Target;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

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
    Optional<String> secret =
        Attribute.of(definition(target).map(ResourceDefinition::attributes).orElse(Map.of()))
            .stream()
            .filter(attribute -> String.valueOf(attribute.definition()).contains("secret"))
            .filter(attribute -> attribute.type() != AttributeType.OBJECT)
            .map(Attribute::path)
            .findFirst();
    if (secret.isPresent()) {
      throw new SinkException.TargetDenied(
          target.name(),
          "%s cannot be replicated to another S3DB as it is, because its attribute '%s' is a secret: use a transform that leaves it out."
              .formatted(target.resource(), secret.get()),
          null);
    }
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
