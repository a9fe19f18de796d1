package io.s3db.cli.place;

import io.s3db.S3db;
import io.s3db.S3dbBuilder;
import io.s3db.cli.screen.Screen;
import io.s3db.replicator.options.Secret;
import io.s3db.server.S3dbServer;
import io.s3db.server.config.Configuration;
import io.s3db.server.config.ServerSettings;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Opens places. */
public final class Places {
  private Places() {}

  /** The records at a place; close them. */
  public static Records open(Place place, Screen screen) {
    return switch (place) {
      case Place.Database database -> database(database, screen);
      case Place.Configured configured -> configured(configured, screen);
      case Place.Daemon daemon -> new DaemonRecords(new Api(daemon));
    };
  }

  private static Records database(Place.Database place, Screen screen) {
    S3dbBuilder builder = S3db.builder().connectionString(place.connection());
    screen.variable("S3DB_PASSPHRASE").ifPresent(builder::passphrase);
    S3db database = builder.connect();
    return new OpenDatabase(database, false);
  }

  private static Records configured(Place.Configured place, Screen screen) {
    S3db database = Configuration.read(place.file(), screen.environment()).connect();
    return new OpenDatabase(database, true);
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
    S3dbServer server = S3dbServer.start(configuration.withServer(privateTo(token)));
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
