package io.s3db.cli.place;

import io.s3db.S3dbException;
import io.s3db.store.ConnectionString;
import io.s3db.store.ObjectStore;

/**
 * Whether there is a database: opening one that is not there would make it, also of a typing error.
 */
final class Presence {
  private static final String CATALOGUE = "s3db.json";

  private Presence() {}

  /**
   * Refuses a place without a database; what is in memory is new in every process.
   *
   * @throws S3dbException saying how one is made
   */
  static void require(ConnectionString address, ObjectStore store) {
    if (!isThere(address, store)) {
      throw new S3dbException(
          "DATABASE_MISSING",
          "There is no database at " + address + ".",
          "Check the address; s3db create makes a database there with its first resource.");
    }
  }

  /**
   * Whether there is one; what is in memory always is. Asked by a listing, which tells a bucket
   * that is missing from a bucket without a database.
   */
  static boolean isThere(ConnectionString address, ObjectStore store) {
    return address instanceof ConnectionString.Memory
        || !store.list(CATALOGUE, null, 1).entries().isEmpty();
  }
}
