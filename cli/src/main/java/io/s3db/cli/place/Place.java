package io.s3db.cli.place;

import java.net.URI;
import java.nio.file.Path;

/** Where a database is reached. */
public sealed interface Place {
  /**
   * The database itself. What is written there is captured by no replication.
   *
   * @param connection its address, with credentials
   */
  record Database(String connection) implements Place {
    @Override
    public String toString() {
      return "Database[***]";
    }
  }

  /**
   * The database of a configuration file whose daemon is stopped; its journal is owned meanwhile.
   *
   * @param file YAML or JSON
   */
  record Configured(Path file) implements Place {}

  /**
   * A running daemon.
   *
   * @param address its HTTP API
   * @param token for it; empty if it wants none
   */
  record Daemon(URI address, String token) implements Place {
    @Override
    public String toString() {
      return "Daemon[" + address + "]";
    }
  }
}
