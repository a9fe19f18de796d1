package io.s3db.sink.s3db;

import io.s3db.S3dbException;
import io.s3db.replicator.options.Options;
import io.s3db.replicator.options.Secret;
import io.s3db.store.ConnectionString;

/**
 * The {@code config} of a destination with {@code driver: s3db}.
 *
 * @param connectionString the address of the target database, with its credentials
 * @param target the same without credentials
 * @param schemaSync whether missing resources are created and new fields are declared
 * @param parallelRequests how many records are written at once, by all lanes together
 */
record S3dbOptions(
    Secret connectionString, String target, boolean schemaSync, int parallelRequests) {
  private static final int DEFAULT_REQUESTS = 16;
  private static final int MOST_REQUESTS = 256;

  static S3dbOptions read(Options config) {
    Secret address = config.requiredSecret("connectionString");
    S3dbOptions options =
        new S3dbOptions(
            address,
            describe(config, address),
            config.onOff("schemaSync", true),
            config.count("parallelRequests", DEFAULT_REQUESTS, 1, MOST_REQUESTS));
    config.finish();
    return options;
  }

  private static String describe(Options config, Secret address) {
    if (address.reveal().isEmpty()) {
      return "";
    }
    try {
      return ConnectionString.parse(address.reveal()).toString();
    } catch (S3dbException e) {
      config.problem("connectionString", "is no address of a database: " + e.getMessage());
      return "";
    }
  }
}
