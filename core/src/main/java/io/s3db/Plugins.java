package io.s3db;

import io.s3db.plugin.Plugin;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugins of a database. They are started and stopped under a lock of their own: their threads
 * may need the catalogue.
 */
final class Plugins implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Plugins.class);

  private final Engine engine;
  private final DatabaseEvents events;
  private final Function<Plugin, PluginHost> hosts;
  private final List<Plugin> all = new CopyOnWriteArrayList<>();
  private final Object plugging = new Object();
  private boolean closed;

  Plugins(Engine engine, DatabaseEvents events, Function<Plugin, PluginHost> hosts) {
    this.engine = engine;
    this.events = events;
    this.hosts = hosts;
  }

  List<Plugin> all() {
    return List.copyOf(all);
  }

  <T extends Plugin> Optional<T> find(Class<T> type) {
    return all.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  Optional<String> adviceOnMissing(String resource) {
    return all.stream().flatMap(plugin -> plugin.adviceOnMissing(resource).stream()).findFirst();
  }

  /** Installs all, then starts all; on a failure those started are stopped again. */
  void use(List<Plugin> added) {
    synchronized (plugging) {
      checkOpen();
      SequencedMap<Plugin, PluginHost> given = new LinkedHashMap<>();
      try {
        for (Plugin plugin : added) {
          PluginHost host = hosts.apply(plugin);
          given.put(plugin, host);
          plugin.install(host);
        }
        given.forEach(
            (plugin, host) -> {
              plugin.start(host);
              all.add(plugin);
            });
      } catch (RuntimeException | Error e) {
        given.reversed().forEach(this::withdraw);
        throw e;
      }
    }
  }

  private void withdraw(Plugin plugin, PluginHost host) {
    if (all.remove(plugin)) {
      stop(plugin);
    }
    host.withdraw();
  }

  void uninstall(Plugin plugin, boolean purge) {
    synchronized (plugging) {
      checkOpen();
      if (!all.remove(plugin)) {
        throw new S3dbException(
            "PLUGIN_NOT_FOUND", "Plugin " + plugin.name() + " is none of this database.", null);
      }
      stop(plugin);
      plugin.uninstall();
      if (purge) {
        hosts.apply(plugin).storage().deleteAll();
      }
      events.tell(DatabaseEvents.UNINSTALLED, plugin.name(), Document.of("purged", purge));
    }
  }

  /** Stops all, the last one first. */
  @Override
  public void close() {
    synchronized (plugging) {
      all.reversed().forEach(Plugins::stop);
      closed = true;
    }
  }

  private static void stop(Plugin plugin) {
    try {
      plugin.stop();
    } catch (RuntimeException e) {
      LOG.error("Plugin {} failed to stop; the database closes all the same.", plugin.name(), e);
    }
  }

  private void checkOpen() {
    if (closed) {
      throw engine.closedException();
    }
  }
}
