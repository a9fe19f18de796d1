package io.s3db.cli.place;

import io.s3db.S3db;
import io.s3db.S3dbBuilder;
import io.s3db.cli.screen.Screen;
import io.s3db.replicator.options.Secret;
import io.s3db.server.S3dbServer;
import io.s3db.server.config.Configuration;
import io.s3db.server.config.ServerSettings;
import io.s3db.store.ConnectionString;
import io.s3db.store.ObjectStore;
import io.s3db.store.ObjectStores;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Opens places. */
public final class Places {
  private Places() {}

  /**
   * The records at a place; close them.
   *
   * @param create whether a database may be made where there is none
   */
  public static Records open(Place place, boolean create, Screen screen) {
    return switch (place) {
      case Place.Database database -> database(database, create, screen);
      case Place.Configured configured -> configured(configured, screen);
      case Place.Daemon daemon -> new DaemonRecords(new Api(daemon));
    };
  }

  /** Whether there is a database at an address; makes none. */
  public static boolean hasDatabase(Secret connectionString) {
    ConnectionString address = ConnectionString.parse(connectionString.reveal());
    try (ObjectStore store = ObjectStores.open(address)) {
      return Presence.isThere(address, store);
    }
  }

  private static Records database(Place.Database place, boolean create, Screen screen) {
    ConnectionString address = ConnectionString.parse(place.connection());
    ObjectStore store = ObjectStores.open(address);
    try {
      if (!create) {
        Presence.require(address, store);
      }
      S3dbBuilder builder = S3db.builder().store(store);
      screen.variable("S3DB_PASSPHRASE").ifPresent(builder::passphrase);
      return new OpenDatabase(builder.connect(), store::close, false);
    } catch (RuntimeException | Error e) {
      store.close();
      throw e;
    }
  }

  private static Records configured(Place.Configured place, Screen screen) {
    Configuration configuration = Configuration.read(place.file(), screen.environment());
    S3db database = Occupied.told(configuration, configuration::connect);
    return new OpenDatabase(database, () -> {}, true);
  }

  /**
   * A daemon to operate. One that is stopped is run in this process until it is closed: it owns the
   * journal meanwhile, delivers, and listens for nobody but this command.
   */
  public static Daemon daemon(Place place, Screen screen) {
    return switch (place) {
      case Place.Daemon daemon -> new Daemon(new Api(daemon), () -> {});
      case Place.Configured configured -> started(configured, screen);
      case Place.Database _ ->
          throw new IllegalArgumentException("a database alone has no replication to operate");
    };
  }

  private static Daemon started(Place.Configured place, Screen screen) {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    String token = HexFormat.of().formatHex(random);
    Configuration configuration = Configuration.read(place.file(), screen.environment());
    Configuration own = configuration.withServer(privateTo(token));
    S3dbServer server = Occupied.told(configuration, () -> S3dbServer.start(own));
    return new Daemon(new Api(new Place.Daemon(server.uri(), token)), server);
  }

  private static ServerSettings privateTo(String token) {
    ServerSettings usual = ServerSettings.DEFAULTS;
    return new ServerSettings(
        0,
        usual.host(),
        new Secret(token),
        null,
        usual.allowedHosts(),
        usual.maxBody(),
        usual.requestTimeout(),
        usual.maxRequests(),
        usual.maxStreams(),
        usual.stuckAfter(),
        usual.drainTimeout());
  }
}
