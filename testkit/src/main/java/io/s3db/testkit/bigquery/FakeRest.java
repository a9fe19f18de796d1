package io.s3db.testkit.bigquery;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.s3db.Document;
import io.s3db.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPInputStream;

/**
 * The part of the REST interface that knows datasets, tables and queries.
 *
 * @see <a href="https://cloud.google.com/bigquery/docs/reference/rest">BigQuery REST API</a>
 */
final class FakeRest implements AutoCloseable {
  private static final String ROOT = "/bigquery/v2/projects/";

  private final FakeDatasets datasets;
  private final FakeQueries queries;
  private final FakeFaults faults;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<String> requests = new ConcurrentLinkedQueue<>();

  FakeRest(FakeDatasets datasets, FakeFaults faults) throws IOException {
    this.datasets = datasets;
    this.queries = new FakeQueries(datasets, faults);
    this.faults = faults;
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 64);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** Methods and paths so far. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Document body = body(exchange);
      faults.hold();
      int status = 200;
      Object answer;
      try {
        faults.throwNextRequest();
        answer = answer(exchange, body).toMap();
      } catch (RestException e) {
        status = e.status();
        answer = e.body();
        if (status == 503 || status == 429) {
          exchange.getResponseHeaders().set("Retry-After", "7");
        }
      }
      byte[] bytes = Json.bytes(answer);
      exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static Document body(HttpExchange exchange) throws IOException {
    boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    try (InputStream raw = exchange.getRequestBody();
        InputStream in = packed ? new GZIPInputStream(raw) : raw) {
      byte[] bytes = in.readAllBytes();
      return bytes.length == 0
          ? Document.of()
          : Document.parse(new String(bytes, StandardCharsets.UTF_8));
    }
  }

  private Document answer(HttpExchange exchange, Document body) throws RestException {
    String override = exchange.getRequestHeaders().getFirst("X-HTTP-Method-Override");
    String method = override == null ? exchange.getRequestMethod() : override;
    String path = exchange.getRequestURI().getRawPath();
    requests.add(method + " " + path);
    if (!path.startsWith(ROOT)) {
      throw new RestException(404, "notFound", "Not found: " + path);
    }
    List<String> names =
        Arrays.stream(path.substring(ROOT.length()).split("/"))
            .map(name -> URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8))
            .toList();
    boolean query = names.size() > 1 && names.get(1).equals("queries");
    return switch (method + (query ? " query " : " ") + names.size()) {
      case "POST query 2" -> queries.run(names.get(0), body);
      case "GET query 3" -> queries.results(names.get(0), names.get(2), options(exchange));
      case "POST 2" -> datasets.createDataset(names.get(0), reference(body, "dataset"), body);
      case "GET 3" -> datasets.dataset(names.get(0), names.get(2));
      case "POST 4" ->
          datasets.createTable(names.get(0), names.get(2), reference(body, "table"), body);
      case "GET 5" -> table(names).resource();
      case "PATCH 5" -> table(names).patch(body, exchange.getRequestHeaders().getFirst("If-Match"));
      case "GET 6" -> data(table(names));
      default -> throw new RestException(404, "notFound", "Not found: " + method + " " + path);
    };
  }

  private FakeTable table(List<String> names) throws RestException {
    return datasets.table(names.get(0), names.get(2), names.get(4));
  }

  private static String reference(Document body, String kind) throws RestException {
    if (body.toMap().get(kind + "Reference") instanceof Map<?, ?> reference
        && reference.get(kind + "Id") instanceof String name) {
      return name;
    }
    throw RestException.invalid("Required parameter is missing: " + kind + "Reference");
  }

  /** Rows as {@code tabledata.list} has them: every value as text. */
  private static Document data(FakeTable table) {
    List<Map<String, Object>> rows =
        table.rows().stream().map(row -> FakeCells.row(table.columns(), row, false)).toList();
    return Document.of(
        "kind", "bigquery#tableDataList", "totalRows", "" + rows.size(), "rows", rows);
  }

  private static Map<String, String> options(HttpExchange exchange) {
    Map<String, String> options = new HashMap<>();
    String query = exchange.getRequestURI().getRawQuery();
    for (String part : query == null ? new String[0] : query.split("&")) {
      int equals = part.indexOf('=');
      options.put(
          URLDecoder.decode(part.substring(0, equals), StandardCharsets.UTF_8),
          URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return options;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
