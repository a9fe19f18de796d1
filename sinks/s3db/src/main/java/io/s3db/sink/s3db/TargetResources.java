package io.s3db.sink.s3db;

import io.s3db.Document;
import io.s3db.catalog.Behavior;
import io.s3db.catalog.ResourceDefinition;
import io.s3db.replicator.spi.SinkContext;
import io.s3db.replicator.spi.SinkException;
import io.s3db.replicator.spi.Target;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps the resources of the target able to hold what is sent to them.
 *
 * <p>A resource that is replicated as it is gets the definition of its source; fields that no
 * definition knows get one from their first value. With {@code schemaSync} off nothing is created
 * or changed: fields the target does not declare are left out, and that is told once per field.
 */
final class TargetResources {
  private final TargetDatabase database;
  private final SourceDefinitions source;
  private final SinkContext context;
  private final boolean schemaSync;
  private final Map<String, Prepared> prepared = new ConcurrentHashMap<>();
  private final Lock changing = new ReentrantLock();

  TargetResources(
      TargetDatabase database, SourceDefinitions source, SinkContext context, boolean schemaSync) {
    this.database = database;
    this.source = source;
    this.context = context;
    this.schemaSync = schemaSync;
  }

  private record Prepared(Target target, AttributeTree attributes) {}

  /** Makes the resource ready for rows like this one. */
  void prepare(Target target, Document fields) throws SinkException, InterruptedException {
    changing.lockInterruptibly();
    try {
      Optional<ResourceDefinition> present = database.definition(target.name());
      if (present.isEmpty() && !schemaSync) {
        throw new SinkException.TargetDenied(
            target.name(),
            "The target database has no resource '%s', and schemaSync is off. Create it, or set schemaSync: on."
                .formatted(target.name()),
            null);
      }
      AttributeTree existing =
          new AttributeTree(present.map(ResourceDefinition::attributes).orElse(Map.of()));
      prepared.put(target.name(), new Prepared(target, existing));
      if (schemaSync && (present.isPresent() || knowsAnything(target, fields))) {
        declare(target, fields);
      }
    } finally {
      changing.unlock();
    }
  }

  /** The fields as the target declares them; declares the missing ones first if it may. */
  Document fit(String resource, Document fields) throws InterruptedException {
    AttributeTree attributes = of(resource).attributes();
    if (schemaSync && !attributes.widenedBy(fields.toMap()).equals(attributes)) {
      changing.lockInterruptibly();
      try {
        declare(of(resource).target(), fields);
      } finally {
        changing.unlock();
      }
    }
    return Document.wrap(
        of(resource)
            .attributes()
            .declaredOf(fields.toMap(), "", path -> tellDropped(resource, path)));
  }

  /** The fields as {@link #fit} would leave them; asks and changes nothing. */
  Document fitted(String resource, Document fields) {
    AttributeTree attributes = of(resource).attributes();
    AttributeTree held = schemaSync ? attributes.widenedBy(fields.toMap()) : attributes;
    return Document.wrap(held.declaredOf(fields.toMap(), "", _ -> {}));
  }

  /** The fields that the target declares now. */
  Document declared(String resource, Document fields) {
    return Document.wrap(of(resource).attributes().declaredOf(fields.toMap(), "", _ -> {}));
  }

  /** A resource needs an attribute; a route that begins with a delete may know none yet. */
  private boolean knowsAnything(Target target, Document fields) {
    return source.definition(target).isPresent()
        || !new AttributeTree(Map.of()).widenedBy(fields.toMap()).definitions().isEmpty();
  }

  private void declare(Target target, Document fields) {
    Optional<ResourceDefinition> model = source.definition(target);
    ResourceDefinition declared =
        database.evolve(target.name(), present -> wanted(target, model, present, fields));
    AttributeTree now = new AttributeTree(declared.attributes());
    Prepared before = prepared.put(target.name(), new Prepared(target, now));
    if (before != null) {
      now.changedSince(before.attributes())
          .forEach(field -> tellWidened(target.name(), field, before, now));
    }
  }

  /** Attributes the target has already stay, so that several writers do not undo each other. */
  private static ResourceDefinition wanted(
      Target target,
      Optional<ResourceDefinition> model,
      Optional<ResourceDefinition> present,
      Document fields) {
    AttributeTree attributes =
        new AttributeTree(present.map(ResourceDefinition::attributes).orElse(Map.of()))
            .with(model.map(ResourceDefinition::attributes).orElse(Map.of()))
            .widenedBy(fields.toMap());
    ResourceDefinition shape = model.or(() -> present).orElseGet(() -> plain(target.name()));
    return new ResourceDefinition(
        target.name(),
        attributes.definitions(),
        shape.behavior(),
        shape.timestamps(),
        shape.partitions(),
        shape.paranoid(),
        shape.idSize());
  }

  /**
   * A resource of rows that a transform made: whatever does not fit in metadata goes to the body.
   */
  private static ResourceDefinition plain(String name) {
    return new ResourceDefinition(
        name,
        Map.of(),
        Behavior.BODY_OVERFLOW,
        false,
        Map.of(),
        true,
        ResourceDefinition.DEFAULT_ID_SIZE);
  }

  private Prepared of(String resource) {
    Prepared found = prepared.get(resource);
    if (found == null) {
      throw new IllegalStateException("target " + resource + " was never prepared");
    }
    return found;
  }

  private void tellWidened(String resource, String field, Prepared before, AttributeTree now) {
    context.warn(
        "COLUMN_WIDENED",
        resource + "." + field,
        "Attribute '%s' of %s was %s and is %s now."
            .formatted(
                field,
                resource,
                before.attributes().definitions().get(field),
                now.definitions().get(field)));
  }

  private void tellDropped(String resource, String path) {
    context.warn(
        "FIELD_DROPPED",
        resource + "." + path,
        schemaSync
            ? "Field '%s' of %s is left out: S3DB cannot declare an attribute of this name."
                .formatted(path, resource)
            : "Field '%s' of %s is left out: the target does not declare it, and schemaSync is off."
                .formatted(path, resource));
  }
}
