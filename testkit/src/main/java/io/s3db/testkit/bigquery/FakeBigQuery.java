package io.s3db.testkit.bigquery;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.s3db.Document;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A fake of BigQuery for tests: Google's clients talk to it over HTTP and gRPC, on 127.0.0.1 and
 * free ports, without credentials.
 *
 * <p>It knows datasets, tables, their rows ({@code datasets.get/insert}, {@code
 * tables.get/insert/patch}, {@code tabledata.list}), queries of the one form that the driver makes
 * ({@code jobs.query}, {@code jobs.getQueryResults} with pages), and the default streams of the
 * Storage Write API with change data capture. It refuses what Google's documentation says is
 * refused: requests of 10 MB, fields without a column, types that do not fit, missing keys and
 * required values, malformed sequence numbers, changes of a table without a primary key, columns
 * that are dropped. It keeps everything in memory, and is not Google's: what is not documented it
 * does not know.
 *
 * <p>Safe for use by many threads. Tests that use it need Google's client libraries, as the driver
 * {@code bigquery} has them.
 */
public final class FakeBigQuery implements AutoCloseable {
  private final FakeDatasets datasets = new FakeDatasets();
  private final FakeFaults faults = new FakeFaults();
  private final FakeWrite write = new FakeWrite(datasets, faults);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final FakeRest rest;
  private final Server grpc;

  private FakeBigQuery() throws IOException {
    rest = new FakeRest(datasets, faults);
    grpc =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))
            .executor(threads)
            .maxInboundMessageSize(32 << 20)
            .permitKeepAliveTime(10, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .addService(write)
            .build()
            .start();
  }

  /** Starts an empty one. */
  public static FakeBigQuery start() {
    try {
      return new FakeBigQuery();
    } catch (IOException e) {
      throw new UncheckedIOException("the fake BigQuery does not start", e);
    }
  }

  /** Where its REST interface is: {@code http://127.0.0.1:PORT}. */
  public URI endpoint() {
    return rest.endpoint();
  }

  /** Where its Storage Write API is: {@code http://127.0.0.1:PORT}. */
  public URI storageEndpoint() {
    return URI.create("http://127.0.0.1:" + grpc.getPort());
  }

  /** Makes a dataset. */
  public FakeBigQuery createDataset(String project, String dataset) {
    return done(() -> datasets.createDataset(project, dataset, Document.of()));
  }

  /** The resource of a dataset, as {@code datasets.get} has it. */
  public Document dataset(String project, String dataset) {
    return get(() -> datasets.dataset(project, dataset));
  }

  /**
   * Makes a table.
   *
   * @param resource what {@code tables.insert} takes: {@code schema}, {@code tableConstraints} …
   */
  public FakeBigQuery createTable(String project, String dataset, String table, Document resource) {
    return done(() -> datasets.createTable(project, dataset, table, resource));
  }

  /** Changes a table as {@code tables.patch} does. */
  public FakeBigQuery patchTable(String project, String dataset, String table, Document change) {
    return done(() -> datasets.table(project, dataset, table).patch(change, null));
  }

  /** Changes the columns of a table as {@code ALTER TABLE} does, whatever they were. */
  public FakeBigQuery alterTable(String project, String dataset, String table, Document schema) {
    return done(
        () -> {
          datasets.table(project, dataset, table).alter(schema);
          return schema;
        });
  }

  /** Removes all rows of a table, as {@code TRUNCATE TABLE} does. */
  public FakeBigQuery truncateTable(String project, String dataset, String table) {
    return done(
        () -> {
          datasets.table(project, dataset, table).truncate();
          return table;
        });
  }

  /** Removes a table and its rows. */
  public FakeBigQuery dropTable(String project, String dataset, String table) {
    datasets.drop(project, dataset, table);
    return this;
  }

  /** Whether there is such a table. */
  public boolean hasTable(String project, String dataset, String table) {
    return datasets.find(project, dataset, table).isPresent();
  }

  /** The resource of a table, as {@code tables.get} has it. */
  public Document table(String project, String dataset, String table) {
    return get(() -> datasets.table(project, dataset, table).resource());
  }

  /**
   * The rows of a table, as a query would read them: a member for every column, times as ISO text,
   * decimals as text, bytes as base64, JSON and STRUCT as values.
   */
  public List<Document> rows(String project, String dataset, String table) {
    return get(() -> datasets.table(project, dataset, table).rows());
  }

  /** Whether a table has a row with these values of its primary key. */
  public boolean hasRow(String project, String dataset, String table, Document key) {
    return get(() -> datasets.table(project, dataset, table).holds(key.toJson()));
  }

  /**
   * Changes a row behind everybody's back.
   *
   * @param key the values of the primary key
   * @param row as {@link #rows} has it; null takes it away
   */
  public FakeBigQuery setRow(
      String project, String dataset, String table, Document key, @Nullable Document row) {
    return done(
        () -> {
          datasets.table(project, dataset, table).set(key.toJson(), row);
          return key;
        });
  }

  /** What goes wrong. */
  public FakeFaults faults() {
    return faults;
  }

  /** Methods and paths of the requests to the REST interface so far. */
  public List<String> requests() {
    return rest.requests();
  }

  /** How many requests there were to append rows. */
  public int appends() {
    return write.appends.get();
  }

  /** The bytes of the largest request to append rows. */
  public long largestAppend() {
    return write.largest.get();
  }

  /** How many connections were opened to append rows. */
  public int connections() {
    return write.connections.get();
  }

  /** How many connections are open to append rows. */
  public int openConnections() {
    return write.open.get();
  }

  /** Ends it: what hangs is dropped. */
  @Override
  public void close() {
    faults.mend();
    rest.close();
    grpc.shutdownNow();
    try {
      grpc.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
  }

  private FakeBigQuery done(Call<?> call) {
    get(call);
    return this;
  }

  private static <T> T get(Call<T> call) {
    try {
      return call.run();
    } catch (RestException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private interface Call<T> {
    T run() throws RestException;
  }
}
