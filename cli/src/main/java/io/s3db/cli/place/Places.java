package io.s3db.cli.place;

import io.s3db.S3db;
import io.s3db.S3dbBuilder;
import io.s3db.cli.screen.Screen;

/** Opens places. */
public final class Places {
  private Places() {}

  /** The records at a place; close them. */
  public static Records open(Place place, Screen screen) {
    return switch (place) {
      case Place.Database database -> database(database, screen);
      case Place.Configured configured ->
          throw new UnsupportedOperationException(configured.toString());
      case Place.Daemon daemon -> new DaemonRecords(new Api(daemon));
    };
  }

  private static Records database(Place.Database place, Screen screen) {
    S3dbBuilder builder = S3db.builder().connectionString(place.connection());
    screen.variable("S3DB_PASSPHRASE").ifPresent(builder::passphrase);
    S3db database = builder.connect();
    return new OpenDatabase(database, false, database);
  }
}
