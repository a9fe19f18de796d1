package io.s3db.sink.postgresql;

import io.s3db.Document;
import io.s3db.replicator.options.Options;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkContext;
import io.s3db.replicator.spi.Target;
import io.s3db.testkit.postgres.PostgresServer;
import io.s3db.testkit.postgres.TestDatabase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;

/** A database of its own, and sinks that write to it. */
final class Tables implements AutoCloseable {
  final TestDatabase database;
  final TestContext context = new TestContext();
  private final List<Sink> opened = new ArrayList<>();

  Tables() {
    this(PostgresServer.shared());
  }

  Tables(PostgresServer server) {
    database = server.createDatabase();
  }

  Sink open(Object... options) {
    return openWith(context, database.connectionString(), options);
  }

  Sink openWith(SinkContext other, String connectionString, Object... options) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("connectionString", connectionString);
    for (int i = 0; i < options.length; i += 2) {
      config.put((String) options[i], options[i + 1]);
    }
    List<String> problems = new ArrayList<>();
    var configured = new PostgresqlSinkProvider().configure(Options.of("config", config, problems));
    Assertions.assertThat(problems).isEmpty();
    Sink sink = configured.open(other);
    opened.add(sink);
    return sink;
  }

  static Target transformed(String table, String... key) {
    return new Target(table, "orders", List.of(key), true, Map.of());
  }

  static Target plain(String table, Map<String, Object> attributes) {
    return new Target(table, "orders", List.of(), false, attributes);
  }

  /** Prepares a target of transformed rows. */
  static Changes prepared(Sink sink, String table, Document sample, String... key)
      throws Exception {
    return new Changes(table, sink.prepare(transformed(table, key), sample));
  }

  static List<Rejection> write(Sink sink, Delivery... batch) throws Exception {
    return sink.write(List.of(batch));
  }

  static void writeAll(Sink sink, Delivery... batch) throws Exception {
    Assertions.assertThat(write(sink, batch)).isEmpty();
  }

  @Override
  public void close() {
    opened.forEach(Sink::close);
    database.close();
  }
}
