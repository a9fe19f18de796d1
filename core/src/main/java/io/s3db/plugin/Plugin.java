package io.s3db.plugin;

import java.util.Optional;

/**
 * An extension of a database.
 *
 * <p>{@link #start} is called once the catalogue is read, before {@code connect} returns; or at
 * once, if the plugin is added to a connected database. It must not wait for anything but the
 * database's own store and this machine: a destination that is down must not keep the database from
 * opening. {@link #stop} is called when the database closes, before its store does.
 */
public interface Plugin {
  /** The name by which {@code db.plugins()} finds it, such as {@code ReplicatorPlugin}. */
  String name();

  /**
   * Prepares what the plugin needs of the database, such as resources of its own. Called once,
   * before any plugin added with it is started.
   */
  default void install(PluginContext context) {}

  /**
   * The name of its data in the store: that of its class without {@code Plugin}, in lower case with
   * dashes, as s3db.js makes it. Two plugins of one class need one each.
   */
  default String slug() {
    return getClass()
        .getSimpleName()
        .replaceAll("Plugin$", "")
        .replaceAll("([a-z0-9])([A-Z])", "$1-$2")
        .toLowerCase(java.util.Locale.ROOT);
  }

  /** Takes back what {@link #install} did, after {@link #stop}, when it is removed for good. */
  default void uninstall() {}

  /** Begins work on a connected database. Called once. */
  void start(PluginContext context);

  /**
   * What to say to somebody who asks for a resource that does not exist, if the plugin would have
   * made it with other options: one sentence.
   */
  default Optional<String> adviceOnMissing(String resource) {
    return Optional.empty();
  }

  /** Ends work: drains what can be drained in time, persists the rest. Idempotent. */
  void stop();
}
