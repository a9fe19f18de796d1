package io.s3db.testkit.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One test for every rule of datasets and tables, with the place where Google publishes it. */
class FakeTablesTest {
  private final FakeBigQuery fake = FakeBigQuery.start();
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeEach
  void createDataset() {
    fake.createDataset("p", "d");
  }

  @AfterEach
  void stop() {
    http.close();
    fake.close();
  }

  /** https://cloud.google.com/bigquery/docs/reference/rest/v2/datasets/insert */
  @Test
  void createsADatasetOnce() throws Exception {
    Document dataset = Document.of("datasetReference", Map.of("datasetId", "e"), "location", "EU");

    assertThat(send("POST", "/datasets", dataset).get("location")).isEqualTo("EU");
    assertThat(send("GET", "/datasets/e", null).get("location")).isEqualTo("EU");
    assertThat(error("POST", "/datasets", dataset)).isEqualTo("409 duplicate");
    assertThat(error("GET", "/datasets/none", null)).isEqualTo("404 notFound");
  }

  /** https://cloud.google.com/bigquery/docs/reference/rest/v2/tables/insert */
  @Test
  void createsATableOnceInADatasetThatIsThere() throws Exception {
    assertThat(send("POST", "/datasets/d/tables", table("t", "id STRING")).get("type"))
        .isEqualTo("TABLE");

    assertThat(error("POST", "/datasets/d/tables", table("t", "id STRING")))
        .isEqualTo("409 duplicate");
    assertThat(error("POST", "/datasets/none/tables", table("t", "id STRING")))
        .isEqualTo("404 notFound");
    assertThat(error("GET", "/datasets/d/tables/none", null)).isEqualTo("404 notFound");
  }

  /** https://cloud.google.com/bigquery/docs/tables#table_naming */
  @Test
  void refusesATableWhoseNameCannotBe() throws Exception {
    assertThat(error("POST", "/datasets/d/tables", table("a.b", "id STRING")))
        .isEqualTo("400 invalid");
  }

  /** https://cloud.google.com/bigquery/docs/schemas#column_names */
  @ParameterizedTest
  @ValueSource(
      strings = {"a\"b", "a.b", "_PARTITIONTIME", "_table_x", "_CHANGE_TYPE", "a;b", "a/b", ""})
  void refusesAColumnWhoseNameCannotBe(String name) throws Exception {
    Document table =
        Document.of("tableReference", Map.of("tableId", "t"))
            .with("schema", Map.of("fields", List.of(Map.of("name", name, "type", "STRING"))));

    assertThat(error("POST", "/datasets/d/tables", table)).isEqualTo("400 invalid");
  }

  /** https://cloud.google.com/bigquery/docs/schemas#column_names */
  @Test
  void tellsColumnsNotApartByCase() throws Exception {
    assertThat(error("POST", "/datasets/d/tables", table("t", "name STRING", "Name STRING")))
        .isEqualTo("400 invalid");
  }

  /** https://cloud.google.com/bigquery/docs/primary-foreign-keys */
  @Test
  void refusesAPrimaryKeyThatCannotBe() throws Exception {
    String[] many =
        IntStream.range(0, 17).mapToObj(i -> "c" + i + " STRING").toArray(String[]::new);

    assertThat(error("POST", "/datasets/d/tables", keyed(table("t", "id STRING"), "other")))
        .isEqualTo("400 invalid");
    assertThat(error("POST", "/datasets/d/tables", keyed(table("t", "id FLOAT"), "id")))
        .isEqualTo("400 invalid");
    assertThat(error("POST", "/datasets/d/tables", keyed(table("t", "id JSON"), "id")))
        .isEqualTo("400 invalid");
    assertThat(
            error(
                "POST",
                "/datasets/d/tables",
                keyed(
                    table("t", many),
                    IntStream.range(0, 17).mapToObj(i -> "c" + i).toArray(String[]::new))))
        .isEqualTo("400 invalid");
    send("POST", "/datasets/d/tables", keyed(table("t", "id NUMERIC"), "id"));
  }

  /**
   * https://cloud.google.com/bigquery/docs/managing-table-schemas#adding_columns_to_a_tables_schema
   */
  @Test
  void addsNullableColumnsOnly() throws Exception {
    send("POST", "/datasets/d/tables", table("t", "id STRING"));

    send("PATCH", "/datasets/d/tables/t", table("t", "id STRING", "more STRING"));
    assertThat(
            error(
                "PATCH",
                "/datasets/d/tables/t",
                table("t", "id STRING", "more STRING", "must STRING REQUIRED")))
        .isEqualTo("400 invalid");
  }

  /** https://cloud.google.com/bigquery/docs/managing-table-schemas */
  @Test
  void dropsNoColumnAndChangesNoType() throws Exception {
    send("POST", "/datasets/d/tables", table("t", "id STRING", "n INTEGER"));

    assertThat(error("PATCH", "/datasets/d/tables/t", table("t", "id STRING")))
        .isEqualTo("400 invalid");
    assertThat(error("PATCH", "/datasets/d/tables/t", table("t", "id STRING", "n FLOAT")))
        .isEqualTo("400 invalid");
    assertThat(
            error("PATCH", "/datasets/d/tables/t", table("t", "id STRING", "n INTEGER REPEATED")))
        .isEqualTo("400 invalid");
  }

  /** https://cloud.google.com/bigquery/docs/managing-table-schemas#relax-mode */
  @Test
  void relaxesARequiredColumnAndNeverRequiresANullableOne() throws Exception {
    send("POST", "/datasets/d/tables", table("t", "id STRING REQUIRED"));

    send("PATCH", "/datasets/d/tables/t", table("t", "id STRING"));
    assertThat(error("PATCH", "/datasets/d/tables/t", table("t", "id STRING REQUIRED")))
        .isEqualTo("400 invalid");
  }

  /** https://cloud.google.com/bigquery/docs/api-performance#etag */
  @Test
  void changesATableOnlyAsItWasRead() throws Exception {
    send("POST", "/datasets/d/tables", table("t", "id STRING"));
    String etag = send("GET", "/datasets/d/tables/t", null).text("etag");
    Document wider = table("t", "id STRING", "a STRING");

    assertThat(send("PATCH", "/datasets/d/tables/t", wider, "If-Match", etag).text("etag"))
        .isNotEqualTo(etag);

    assertThat(exchange("PATCH", "/datasets/d/tables/t", wider, "If-Match", etag).statusCode())
        .isEqualTo(412);
  }

  /** https://cloud.google.com/bigquery/docs/reference/rest/v2/tabledata/list */
  @Test
  void listsRows() throws Exception {
    send("POST", "/datasets/d/tables", table("t", "id STRING"));

    assertThat(send("GET", "/datasets/d/tables/t/data", null))
        .isEqualTo(
            Document.of("kind", "bigquery#tableDataList", "totalRows", "0", "rows", List.of()));
  }

  private static Document table(String name, String... columns) {
    List<Map<String, Object>> fields = new ArrayList<>();
    for (String column : columns) {
      String[] words = column.split(" ");
      fields.add(
          Map.of(
              "name",
              words[0],
              "type",
              words[1],
              "mode",
              words.length > 2 ? words[2] : "NULLABLE"));
    }
    return Document.of("tableReference", Map.of("tableId", name))
        .with("schema", Map.of("fields", fields));
  }

  private static Document keyed(Document table, String... key) {
    return table.with(
        "tableConstraints", Map.of("primaryKey", Map.of("columns", Arrays.asList(key))));
  }

  private Document send(String method, String path, Document body, String... header)
      throws Exception {
    HttpResponse<String> response = exchange(method, path, body, header);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return Document.parse(response.body());
  }

  private String error(String method, String path, Document body) throws Exception {
    HttpResponse<String> response = exchange(method, path, body);
    Document error = Document.parse(response.body()).document("error");
    assertThat(error.integer("code")).isEqualTo(response.statusCode());
    Map<?, ?> first = (Map<?, ?>) error.list("errors").getFirst();
    return response.statusCode() + " " + first.get("reason");
  }

  private HttpResponse<String> exchange(String method, String path, Document body, String... header)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(fake.endpoint() + "/bigquery/v2/projects/p" + path))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body.toJson()));
    if (header.length == 2) {
      request.header(header[0], header[1]);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
