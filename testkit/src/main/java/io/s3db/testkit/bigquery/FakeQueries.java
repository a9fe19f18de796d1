package io.s3db.testkit.bigquery;

import io.s3db.Document;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Queries of one form: columns of one table, all rows or those that equal parameters. Their results
 * stay as they were, and come in pages.
 *
 * @see <a href="https://cloud.google.com/bigquery/docs/reference/rest/v2/jobs/query">jobs.query</a>
 */
final class FakeQueries {
  private static final Pattern SELECT =
      Pattern.compile("SELECT (.+?) FROM `([^`]+)`\\.`([^`]+)`\\.`([^`]+)`(?: WHERE (.+))?");
  private static final Pattern NAME = Pattern.compile("`([^`]+)`");
  private static final Pattern EQUAL = Pattern.compile("`([^`]+)` = @(\\w+)");

  private final FakeDatasets datasets;
  private final FakeFaults faults;
  private final Map<String, Result> results = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();

  /** What a query found. */
  private record Result(List<FakeColumn> columns, List<Document> rows) {}

  FakeQueries(FakeDatasets datasets, FakeFaults faults) {
    this.datasets = datasets;
    this.faults = faults;
  }

  /** Answers {@code jobs.query}. */
  Document run(String project, Document request) throws RestException {
    if (!Boolean.FALSE.equals(request.toMap().get("useLegacySql"))) {
      throw RestException.invalid("the fake knows GoogleSQL only: set useLegacySql to false");
    }
    Matcher query = SELECT.matcher(request.text("query"));
    if (!query.matches()) {
      throw new RestException(400, "invalidQuery", "Syntax error: the fake knows no such query");
    }
    FakeTable table = datasets.table(query.group(2), query.group(3), query.group(4));
    List<FakeColumn> columns = columns(table, query.group(1));
    Map<String, Document> parameters = parameters(request);
    List<Document> rows = new ArrayList<>();
    for (Document row : table.rows()) {
      if (query.group(5) == null || matches(table, row, query.group(5), parameters)) {
        rows.add(row);
      }
    }
    String job = "job-" + numbers.incrementAndGet();
    results.put(job, new Result(columns, rows));
    boolean wholeTimes =
        request.toMap().get("formatOptions") instanceof Map<?, ?> options
            && Boolean.TRUE.equals(options.get("useInt64Timestamp"));
    return faults.isSlowQuery()
        ? Document.of("jobReference", reference(project, job), "jobComplete", false)
        : page(project, job, 0, number(request.toMap().get("maxResults")), wholeTimes);
  }

  /** Answers {@code jobs.getQueryResults}. */
  Document results(String project, String job, Map<String, String> options) throws RestException {
    if (!results.containsKey(job)) {
      throw new RestException(404, "notFound", "Not found: Job " + project + ":US." + job);
    }
    if (faults.isSlowQuery()) {
      return Document.of("jobReference", reference(project, job), "jobComplete", false);
    }
    String token = options.getOrDefault("pageToken", job + "@0");
    if (!token.startsWith(job + "@")) {
      throw RestException.invalid("Invalid value for: pageToken is not valid");
    }
    return page(
        project,
        job,
        Integer.parseInt(token.substring(job.length() + 1)),
        number(options.get("maxResults")),
        "true".equals(options.get("formatOptions.useInt64Timestamp")));
  }

  private Document page(String project, String job, int from, long most, boolean wholeTimes) {
    Result result = Objects.requireNonNull(results.get(job));
    int to = (int) Math.min(result.rows().size(), from + (most == 0 ? 100_000 : most));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("jobReference", reference(project, job));
    answer.put("jobComplete", true);
    answer.put("totalRows", String.valueOf(result.rows().size()));
    answer.put(
        "rows",
        result.rows().subList(from, to).stream()
            .map(row -> FakeCells.row(result.columns(), row, wholeTimes))
            .toList());
    if (to < result.rows().size()) {
      answer.put("pageToken", job + "@" + to);
    }
    return Document.copyOf(answer);
  }

  private static Map<String, Object> reference(String project, String job) {
    return Map.of("projectId", project, "jobId", job, "location", "US");
  }

  private static long number(@Nullable Object value) {
    return value == null ? 0 : Long.parseLong(value.toString());
  }

  private static List<FakeColumn> columns(FakeTable table, String selected) throws RestException {
    List<FakeColumn> columns = new ArrayList<>();
    Matcher name = NAME.matcher(selected);
    while (name.find()) {
      columns.add(column(table, name.group(1)));
    }
    return columns;
  }

  private static FakeColumn column(FakeTable table, String name) throws RestException {
    return table
        .column(name)
        .orElseThrow(() -> new RestException(400, "invalidQuery", "Unrecognized name: " + name));
  }

  private static Map<String, Document> parameters(Document request) {
    Map<String, Document> parameters = new LinkedHashMap<>();
    if (request.toMap().get("queryParameters") instanceof List<?> list) {
      for (Object each : list) {
        Document parameter = Document.wrap(members((Map<?, ?>) each));
        parameters.put(parameter.text("name"), parameter);
      }
    }
    return parameters;
  }

  @SuppressWarnings("unchecked") // JSON has text keys only
  private static Map<String, @Nullable Object> members(Map<?, ?> map) {
    return (Map<String, @Nullable Object>) map;
  }

  private static boolean matches(
      FakeTable table, Document row, String condition, Map<String, Document> parameters)
      throws RestException {
    for (String all : condition.split(" OR ")) {
      boolean matches = true;
      Matcher equal = EQUAL.matcher(all);
      while (equal.find()) {
        Document parameter = parameters.get(equal.group(2));
        if (parameter == null) {
          throw new RestException(
              400, "invalidQuery", "Query parameter '" + equal.group(2) + "' not found");
        }
        matches &= equals(column(table, equal.group(1)), row, parameter);
      }
      if (matches) {
        return true;
      }
    }
    return false;
  }

  private static boolean equals(FakeColumn column, Document row, Document parameter)
      throws RestException {
    String type = parameter.document("parameterType").text("type");
    if (!type.equals(column.type())) {
      throw new RestException(
          400,
          "invalidQuery",
          "No matching signature for operator = for argument types: "
              + column.type()
              + ", "
              + type);
    }
    Object value = row.toMap().get(column.name());
    String wanted = parameter.document("parameterValue").text("value");
    if (value == null) {
      return false;
    }
    return switch (type) {
      case "NUMERIC", "BIGNUMERIC" ->
          new BigDecimal(value.toString()).compareTo(new BigDecimal(wanted)) == 0;
      case "TIMESTAMP" -> Instant.parse(value.toString()).equals(Instant.parse(wanted));
      default -> value.toString().equals(wanted);
    };
  }
}
