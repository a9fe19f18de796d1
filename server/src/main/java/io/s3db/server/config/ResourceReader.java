package io.s3db.server.config;

import io.s3db.S3dbException;
import io.s3db.ValidationException;
import io.s3db.catalog.Behavior;
import io.s3db.catalog.ResourceDefinition;
import io.s3db.replicator.options.Options;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the definition of a resource, in the form of the configuration file. */
public final class ResourceReader {
  private ResourceReader() {}

  /**
   * Reads one, and says all that is wrong with it.
   *
   * @param resource its options
   * @param place where what is wrong with the whole of it is reported, under its name
   * @return nothing if it cannot be
   */
  public static Optional<ResourceDefinition> read(String name, Options resource, Options place) {
    if (name.isBlank() || !name.equals(name.strip())) {
      place.problem(name, "has space at its beginning or its end");
      return Optional.empty();
    }
    ResourceDefinition.Builder builder = ResourceDefinition.named(name);
    attributes(resource, builder);
    resource
        .text("behavior")
        .ifPresent(
            word -> attempt(resource, "behavior", () -> builder.behavior(Behavior.parse(word))));
    builder
        .timestamps(resource.bool("timestamps", false))
        .paranoid(resource.bool("paranoid", true))
        .idSize(resource.count("idSize", ResourceDefinition.DEFAULT_ID_SIZE, 1, 256));
    resource
        .text("idGenerator")
        .ifPresent(form -> attempt(resource, "idGenerator", () -> builder.idGenerator(form)));
    partitions(resource, builder);
    resource.finish();
    try {
      return Optional.of(builder.build());
    } catch (ValidationException e) {
      e.problems().forEach(each -> place.problem(name, "is not valid: " + each.message()));
    } catch (S3dbException | IllegalArgumentException e) {
      place.problem(name, "is not valid: " + e.getMessage());
    }
    return Optional.empty();
  }

  private static void attributes(Options resource, ResourceDefinition.Builder builder) {
    if (resource.isAbsent("attributes")) {
      resource.problem("attributes", "is required: name the attributes and their types");
    }
    Options attributes = resource.nested("attributes");
    Map<String, Object> definitions = new LinkedHashMap<>();
    for (String each : attributes.names()) {
      switch (attributes.value(each)) {
        case String text -> definitions.put(each, text);
        case Map<?, ?> map -> definitions.put(each, map);
        case null, default ->
            attributes.problem(each, "must be a type such as string|required, or an object");
      }
    }
    attempt(resource, "attributes", () -> builder.attributes(definitions));
  }

  /** By name with their fields, or a list of attributes that each are a partition. */
  private static void partitions(Options resource, ResourceDefinition.Builder builder) {
    if (resource.value("partitions") instanceof Collection<?>) {
      builder.partitions(resource.texts("partitions").toArray(String[]::new));
      return;
    }
    Options partitions = resource.nested("partitions");
    for (String name : partitions.names()) {
      Options partition = partitions.nested(name);
      Map<String, String> fields = partition.textMap("fields");
      if (fields.isEmpty()) {
        partition.problem("fields", "is required: name the fields and their rules");
      }
      partition.finish();
      builder.partition(name, fields);
    }
  }

  private static void attempt(Options resource, String name, Runnable action) {
    try {
      action.run();
    } catch (S3dbException | IllegalArgumentException e) {
      resource.problem(name, "cannot be used: " + e.getMessage());
    }
  }
}
