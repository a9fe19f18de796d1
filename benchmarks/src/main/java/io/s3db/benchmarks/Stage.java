package io.s3db.benchmarks;

import io.s3db.testkit.postgres.PostgresServer;
import io.s3db.testkit.postgres.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What benchmarks run on.
 *
 * @param scale how much is measured
 * @param folder for journals: on a disk, or durability costs nothing
 * @param server a real PostgreSQL
 */
record Stage(Scale scale, Path folder, PostgresServer server) {
  Path freshFolder() throws IOException {
    return Files.createTempDirectory(folder, "journal");
  }

  TestDatabase freshDatabase() {
    return server.createDatabase();
  }
}
