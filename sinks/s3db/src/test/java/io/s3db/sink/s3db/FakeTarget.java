package io.s3db.sink.s3db;

import io.s3db.Document;
import io.s3db.S3dbException;
import io.s3db.catalog.ResourceDefinition;
import io.s3db.store.DeleteOutcome;
import io.s3db.store.ETag;
import io.s3db.store.NewObject;
import io.s3db.store.ObjectKey;
import io.s3db.store.ObjectStore;
import io.s3db.store.Precondition;
import io.s3db.store.PutOutcome;
import io.s3db.store.StoredObject;
import io.s3db.version.Version;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A target whose records are JSON objects with their version beside them. */
final class FakeTarget implements TargetDatabase {
  private final ObjectStore store;
  private final Map<String, ResourceDefinition> definitions;
  private final Set<String> invalid = ConcurrentHashMap.newKeySet();

  FakeTarget(ObjectStore store, Map<String, ResourceDefinition> definitions) {
    this.store = store;
    this.definitions = definitions;
  }

  /** Records that hold this text in a field are refused. */
  void refuse(String text) {
    invalid.add(text);
  }

  @Override
  public Optional<ResourceDefinition> definition(String resource) {
    return Optional.ofNullable(definitions.get(resource));
  }

  @Override
  public void declare(ResourceDefinition definition) {
    definitions.put(definition.name(), definition);
  }

  @Override
  public Applied put(
      String resource, String id, Document fields, Version version, @Nullable ETag known) {
    if (fields.toMap().values().stream().anyMatch(invalid::contains)) {
      throw new S3dbException("VALIDATION_FAILED", "The 'name' field is wrong.", null);
    }
    NewObject object =
        new NewObject(
            fields.toJson().getBytes(StandardCharsets.UTF_8),
            "application/json",
            Map.of("version", version.toString()));
    Precondition precondition = known == null ? Precondition.absent() : Precondition.matches(known);
    while (true) {
      if (store.put(key(resource, id), object, precondition)
          instanceof PutOutcome.Written(ETag etag, var _)) {
        return new Applied.Written(etag, precondition.equals(Precondition.absent()));
      }
      Optional<StoredObject> present = store.get(key(resource, id));
      if (present.isPresent() && version(present.get()).isAfter(version)) {
        return new Applied.Superseded();
      }
      precondition =
          present
              .<Precondition>map(found -> Precondition.matches(found.head().etag()))
              .orElseGet(Precondition::absent);
    }
  }

  @Override
  public Applied remove(String resource, String id, Version tombstone, @Nullable ETag known) {
    while (true) {
      Optional<StoredObject> present = store.get(key(resource, id));
      if (present.isEmpty()) {
        return new Applied.Absent();
      }
      if (version(present.get()).isAfter(tombstone)) {
        return new Applied.Superseded();
      }
      if (store.delete(key(resource, id), Precondition.matches(present.get().head().etag()))
          != DeleteOutcome.LOST) {
        return new Applied.Absent();
      }
    }
  }

  @Override
  public ObjectStore store() {
    return store;
  }

  @Override
  public void close() {}

  Optional<Document> find(String resource, String id) {
    return store
        .get(key(resource, id))
        .map(found -> Document.parse(new String(found.body(), StandardCharsets.UTF_8)))
        .map(fields -> fields.with("id", id));
  }

  private static Version version(StoredObject object) {
    return Version.parse(object.head().metadata().getOrDefault("version", ""));
  }

  private static ObjectKey key(String resource, String id) {
    return ObjectKey.of("resource=" + resource + "/data/id=" + id);
  }
}
