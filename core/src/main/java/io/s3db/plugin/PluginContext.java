package io.s3db.plugin;

import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.store.ObjectStore;
import io.s3db.version.HybridClock;
import java.time.InstantSource;
import java.util.function.Consumer;

/** What a database gives a plugin. */
public interface PluginContext {
  /** The database itself. */
  S3db database();

  /** The store of the database, below its prefix. */
  ObjectStore store();

  /** Reading and fencing of records. */
  RecordAccess records();

  /** The clock that makes this process's versions. */
  HybridClock clock();

  /** The time of day. */
  InstantSource time();

  /** Objects of the plugin's own in the store. */
  PluginStorage storage();

  /**
   * Hands over every resource: those opened already at once, others when they are opened. Hooks,
   * middleware and listeners are added there.
   */
  void eachResource(Consumer<Resource> action);

  /** Puts an interceptor below every write from now on; the one added last is entered first. */
  void intercept(WriteInterceptor interceptor);
}
