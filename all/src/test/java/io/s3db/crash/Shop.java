package io.s3db.crash;

import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.catalog.ResourceDefinition;
import io.s3db.replicator.ReplicatorPlugin;
import java.nio.file.Path;
import java.time.Duration;

/** The database that is killed: a directory, replicated to PostgreSQL and to another directory. */
final class Shop {
  static final String RESOURCE = "items";

  private Shop() {}

  static ReplicatorPlugin plugin(Path folder, String postgres) {
    return ReplicatorPlugin.builder()
        .journalPath(folder.resolve("journal"))
        .closeTimeout(Duration.ofSeconds(30))
        .replicator(
            "postgresql",
            r -> r.id("table").resources(RESOURCE).config("connectionString", postgres))
        .replicator(
            "s3db",
            r -> r.id("copy").resources(RESOURCE).config("connectionString", target(folder)))
        .build();
  }

  static S3db open(Path folder, ReplicatorPlugin plugin) {
    return S3db.builder().connectionString(source(folder)).plugin(plugin).connect();
  }

  static Resource items(S3db db) {
    return db.createResource(
        ResourceDefinition.named(RESOURCE)
            .attribute("n", "number|integer")
            .attribute("text", "string|optional")
            .build());
  }

  /** Without fsync: a killed process loses nothing that it gave to the operating system. */
  static String source(Path folder) {
    return "file://" + folder.resolve("source") + "?fsync=false";
  }

  static String target(Path folder) {
    return "file://" + folder.resolve("target") + "?fsync=false";
  }
}
