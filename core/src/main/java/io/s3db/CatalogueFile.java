package io.s3db;

import io.s3db.catalog.Catalog;
import io.s3db.catalog.Catalog.Declared;
import io.s3db.catalog.CatalogResource;
import io.s3db.catalog.ResourceDefinition;
import io.s3db.store.NewObject;
import io.s3db.store.ObjectKey;
import io.s3db.store.ObjectStore;
import io.s3db.store.Precondition;
import io.s3db.store.PutOutcome;
import io.s3db.store.StoredObject;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The object {@code s3db.json}: read, and changed without ever overwriting what another writer made
 * of it.
 *
 * <p>Each change reads the file anew, evolves what it finds, and writes under the condition that it
 * is still what was read; in a bucket also under the lock object of s3db.js, whose writes are
 * unconditional. A file that cannot be read or understood is left alone.
 */
final class CatalogueFile {
  private static final ObjectKey KEY = ObjectKey.of("s3db.json");
  private static final int ATTEMPTS = 50;
  private static final Logger LOG = LoggerFactory.getLogger(CatalogueFile.class);

  private final ObjectStore store;
  private final InstantSource time;
  private final CatalogueLock lock;
  private final ReentrantLock here = new ReentrantLock();

  CatalogueFile(ObjectStore store, InstantSource time, CatalogueLock lock) {
    this.store = store;
    this.time = time;
    this.lock = lock;
  }

  /**
   * The catalogue; an empty one is written if there is none.
   *
   * @throws io.s3db.catalog.CatalogException if it cannot be trusted
   */
  Catalog open() {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Optional<StoredObject> file = store.get(KEY);
      if (file.isPresent()) {
        return Catalog.parse(file.get().body());
      }
      try {
        put(Catalog.empty(), condition(Precondition.absent()));
      } catch (OutcomeUnknownException e) {
        LOG.debug("Reading the catalogue again: nobody knows whether it was created.", e);
      }
    }
    throw busy();
  }

  /** The catalogue as it is now. */
  Catalog reread() {
    return read().catalog;
  }

  /**
   * The catalogue with a resource created, or changed so that it is as wanted. What is wanted is
   * asked again of each state of the catalogue that others leave.
   */
  Outcome declare(Function<Catalog, ResourceDefinition> wanted) {
    here.lock();
    try {
      Declared declared = read().declare(wanted);
      if (!declared.changed()) {
        return Outcome.unchanged(declared);
      }
      try (CatalogueLock.Held _ = lock.take()) {
        return evolve(wanted);
      }
    } finally {
      here.unlock();
    }
  }

  /** Whatever becomes of a write, the next reading shows whether anything is left to do. */
  private Outcome evolve(Function<Catalog, ResourceDefinition> wanted) {
    OutcomeUnknownException doubt = null;
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      File file = read();
      Declared declared = file.declare(wanted);
      if (!declared.changed()) {
        return Outcome.unchanged(declared);
      }
      try {
        PutOutcome outcome =
            put(declared.catalog(), condition(Precondition.matches(file.object.head().etag())));
        if (outcome instanceof PutOutcome.Written) {
          return new Outcome(declared.catalog(), declared.resource(), Optional.of(file.catalog));
        }
      } catch (OutcomeUnknownException e) {
        doubt = e;
      }
    }
    throw doubt == null ? busy() : doubt;
  }

  /**
   * What became of a declaration.
   *
   * @param catalog the catalogue as it is now
   * @param resource the resource in it
   * @param replaced the catalogue that was written over; empty if there was nothing to change
   */
  record Outcome(Catalog catalog, CatalogResource resource, Optional<Catalog> replaced) {
    static Outcome unchanged(Declared declared) {
      return new Outcome(declared.catalog(), declared.resource(), Optional.empty());
    }
  }

  private File read() {
    StoredObject object =
        store
            .get(KEY)
            .orElseThrow(
                () ->
                    new S3dbException(
                        "CATALOG_MISSING",
                        "s3db.json of " + store.describe() + " was removed while it was open.",
                        "Restore it from a copy, or open the database anew."));
    return new File(object, Catalog.parse(object.body()));
  }

  private PutOutcome put(Catalog catalog, Precondition condition) {
    byte[] json = catalog.toBytes(time.instant());
    return store.put(KEY, new NewObject(json, "application/json", Map.of()), condition);
  }

  private Precondition condition(Precondition wanted) {
    return store.capabilities().conditionalWrites() ? wanted : Precondition.none();
  }

  private S3dbException busy() {
    return new S3dbException(
        "CATALOG_BUSY",
        "s3db.json of "
            + store.describe()
            + " was changed by others at each of "
            + ATTEMPTS
            + " attempts to change it.",
        "Try again.");
  }

  private final class File {
    private final StoredObject object;
    private final Catalog catalog;

    File(StoredObject object, Catalog catalog) {
      this.object = object;
      this.catalog = catalog;
    }

    Declared declare(Function<Catalog, ResourceDefinition> wanted) {
      return catalog.declare(wanted.apply(catalog), time.instant());
    }
  }
}
