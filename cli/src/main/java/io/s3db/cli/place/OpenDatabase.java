package io.s3db.cli.place;

import io.s3db.Document;
import io.s3db.Query;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.S3dbException;
import io.s3db.catalog.ResourceDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A database that is open in this process. */
final class OpenDatabase implements Records {
  private final S3db database;
  private final Runnable beneath;
  private final boolean captured;

  /** Takes over a database and what lies beneath it. */
  OpenDatabase(S3db database, Runnable beneath, boolean captured) {
    this.database = database;
    this.beneath = beneath;
    this.captured = captured;
  }

  @Override
  public List<Described> resources() {
    return database.resources().stream().map(OpenDatabase::described).toList();
  }

  @Override
  public Described resource(String name) {
    return described(database.resource(name));
  }

  private static Described described(Resource resource) {
    ResourceDefinition definition = resource.definition();
    return new Described(definition.name(), definition.attributes(), definition.timestamps());
  }

  @Override
  public OptionalLong count(String resource) {
    return OptionalLong.of(database.resource(resource).count());
  }

  @Override
  public Stream<Document> list(String resource, Map<String, @Nullable Object> where, long limit) {
    Query query = Query.where(where);
    Stream<Document> all = database.resource(resource).stream();
    return (where.isEmpty() ? all : all.filter(query::matches)).limit(limit);
  }

  @Override
  public Optional<Document> find(String resource, String id) {
    return database.resource(resource).find(id);
  }

  @Override
  public Document insert(String resource, Document record) {
    return database.resource(resource).insert(record);
  }

  @Override
  public Document upsert(String resource, Document record) {
    return database.resource(resource).upsert(record);
  }

  @Override
  public Document update(String resource, String id, Document fields) {
    return database.resource(resource).update(id, fields);
  }

  @Override
  public Document delete(String resource, String id) {
    return database.resource(resource).delete(id);
  }

  @Override
  public boolean create(Described wanted) {
    ResourceDefinition definition =
        ResourceDefinition.named(wanted.name())
            .attributes(wanted.attributes())
            .timestamps(wanted.timestamps())
            .build();
    AtomicBoolean created = new AtomicBoolean();
    database.evolveResource(
        wanted.name(),
        present -> {
          created.set(present.isEmpty());
          present
              .filter(there -> !there.attributes().equals(definition.attributes()))
              .ifPresent(
                  _ -> {
                    throw new S3dbException(
                        "RESOURCE_EXISTS",
                        "There is a resource '" + wanted.name() + "' with other attributes.",
                        "See them with s3db resources; a configuration file can change them.");
                  });
          return present.orElse(definition);
        });
    return created.get();
  }

  @Override
  public boolean captured() {
    return captured;
  }

  @Override
  public void close() {
    try {
      database.close();
    } finally {
      beneath.run();
    }
  }
}
