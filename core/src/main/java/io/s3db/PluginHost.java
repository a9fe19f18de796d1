package io.s3db;

import io.s3db.plugin.Plugin;
import io.s3db.plugin.PluginContext;
import io.s3db.plugin.PluginStorage;
import io.s3db.plugin.RecordAccess;
import io.s3db.plugin.WriteInterceptor;
import io.s3db.store.ObjectStore;
import io.s3db.version.HybridClock;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** What one plugin is given. */
final class PluginHost implements PluginContext {
  private final Plugin plugin;
  private final Place place;
  private final List<WriteInterceptor> intercepting = new CopyOnWriteArrayList<>();
  private final List<Consumer<Resource>> opening = new CopyOnWriteArrayList<>();

  /** The parts of a database that its plugins work with. */
  record Place(
      S3db database,
      Engine engine,
      OpenResources resources,
      RecordAccess records,
      InstantSource time) {}

  PluginHost(Plugin plugin, Place place) {
    this.plugin = plugin;
    this.place = place;
  }

  @Override
  public PluginStorage storage() {
    return new PluginStorage(store(), place.engine().workshop().timing(), plugin.slug());
  }

  @Override
  public void eachResource(Consumer<Resource> action) {
    opening.add(action);
    place.resources().each(action);
  }

  @Override
  public S3db database() {
    return place.database();
  }

  @Override
  public ObjectStore store() {
    return place.engine().store();
  }

  @Override
  public RecordAccess records() {
    return place.records();
  }

  @Override
  public HybridClock clock() {
    return place.engine().workshop().clock();
  }

  @Override
  public InstantSource time() {
    return place.time();
  }

  @Override
  public void intercept(WriteInterceptor interceptor) {
    intercepting.add(interceptor);
    place.engine().workshop().interceptors().add(interceptor);
  }

  /** Takes back what the plugin put into the way of writes and resources. */
  void withdraw() {
    place.engine().workshop().interceptors().removeAll(intercepting);
    place.resources().forget(opening);
  }
}
