package io.s3db.sink.s3db;

import io.s3db.RecordMirror;
import io.s3db.Resource;
import io.s3db.ResourceNotFoundException;
import io.s3db.S3db;
import io.s3db.S3dbBuilder;
import io.s3db.catalog.ResourceDefinition;
import io.s3db.plugin.Plugin;
import io.s3db.plugin.PluginContext;
import io.s3db.plugin.RecordAccess;
import io.s3db.store.ObjectStore;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The target database, connected. Every method may throw what the database throws; see {@link
 * S3dbFailures}.
 */
final class TargetDatabase implements AutoCloseable {
  private static final String JOURNALS = "plugin=s3db-replicator/journal=";

  private final S3db database;
  private final ObjectStore store;
  private final RecordMirror records;
  private final RecordAccess access;

  private TargetDatabase(S3db database, ObjectStore store, RecordAccess access) {
    this.database = database;
    this.store = store;
    this.access = access;
    this.records = database.mirror();
  }

  static TargetDatabase connect(S3dbBuilder address) {
    Doorway doorway = new Doorway();
    S3db database = address.plugin(doorway).connect();
    return new TargetDatabase(database, doorway.store(), doorway.records());
  }

  /** The records, written with the versions of the source. */
  RecordMirror records() {
    return records;
  }

  /** The records as they lie there. */
  RecordAccess access() {
    return access;
  }

  /** The objects beside the records. */
  ObjectStore store() {
    return store;
  }

  /**
   * Whether the database is replicated itself: then what is written there may be told to us yet.
   */
  boolean hasJournals() {
    return !store.list(JOURNALS, null, 1).entries().isEmpty();
  }

  /** The resource's definition, if it exists. */
  Optional<ResourceDefinition> definition(String resource) {
    try {
      return Optional.of(database.resource(resource).definition());
    } catch (ResourceNotFoundException _) {
      return Optional.empty();
    }
  }

  /** Creates the resource, or changes its definition; returns the one it has now. */
  ResourceDefinition evolve(
      String resource, Function<Optional<ResourceDefinition>, ResourceDefinition> wanted) {
    Resource evolved = database.evolveResource(resource, wanted);
    return evolved.definition();
  }

  @Override
  public void close() {
    database.close();
  }

  /** The way to the store of a database: plugins are given it. */
  private static final class Doorway implements Plugin {
    private @Nullable ObjectStore store;
    private @Nullable RecordAccess records;

    @Override
    public String name() {
      return "S3dbSink";
    }

    @Override
    public void start(PluginContext context) {
      store = context.store();
      records = context.records();
    }

    @Override
    public void stop() {}

    ObjectStore store() {
      return started(store);
    }

    RecordAccess records() {
      return started(records);
    }

    private static <T> T started(@Nullable T part) {
      if (part == null) {
        throw new IllegalStateException("the database did not start its plugin");
      }
      return part;
    }
  }
}
