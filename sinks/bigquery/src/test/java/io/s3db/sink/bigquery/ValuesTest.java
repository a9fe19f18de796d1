package io.s3db.sink.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.Target;
import io.s3db.testkit.sink.DeliveryFixtures;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values in columns of every type, of tables that are there and of tables we create. */
class ValuesTest {
  private final Warehouse warehouse = Warehouse.start();

  @AfterEach
  void stop() {
    warehouse.close();
  }

  /** Type of the column, value of the field, value as the column has it. */
  static Stream<Arguments> fitting() {
    return Stream.of(
        Arguments.of("STRING", "é \0 🚀", "é \0 🚀"),
        Arguments.of("STRING", 5L, "5"),
        Arguments.of("STRING", 0.5, "0.5"),
        Arguments.of("STRING", true, "true"),
        Arguments.of("STRING", Map.of("a", 1L), "{\"a\":1}"),
        Arguments.of("INTEGER", Long.MIN_VALUE, Long.MIN_VALUE),
        Arguments.of("INT64", " 42 ", 42L),
        Arguments.of("INTEGER", 7.0, 7L),
        Arguments.of("FLOAT", 0.1, 0.1),
        Arguments.of("FLOAT64", "1e3", 1000.0),
        Arguments.of("FLOAT", 3L, 3.0),
        Arguments.of("NUMERIC", 299.99, "299.99"),
        Arguments.of("NUMERIC", "-0.000000001", "-0.000000001"),
        Arguments.of("BIGNUMERIC", "1e-38", "0.00000000000000000000000000000000000001"),
        Arguments.of("BOOLEAN", "yes", true),
        Arguments.of("BOOL", 0L, false),
        Arguments.of("TIMESTAMP", "2024-01-02T03:04:05.678Z", "2024-01-02T03:04:05.678Z"),
        Arguments.of("TIMESTAMP", "2024-01-02T03:04:05+02:00", "2024-01-02T01:04:05.000Z"),
        Arguments.of("TIMESTAMP", "2024-01-02T03:04:05.1234567Z", "2024-01-02T03:04:05.123456Z"),
        Arguments.of("TIMESTAMP", "1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"),
        Arguments.of("TIMESTAMP", 1_704_164_645_678L, "2024-01-02T03:04:05.678Z"),
        Arguments.of("DATE", "2024-01-02", "2024-01-02"),
        Arguments.of("DATE", "1969-12-31", "1969-12-31"),
        Arguments.of("DATETIME", "2024-01-02T03:04:05.678Z", "2024-01-02T03:04:05.678"),
        Arguments.of("TIME", "03:04:05.5", "03:04:05.500"),
        Arguments.of("JSON", Map.of("a", List.of(1L, "x")), Map.of("a", List.of(1L, "x"))),
        Arguments.of("JSON", "text", "text"),
        Arguments.of("BYTES", "aGk=", "aGk="),
        Arguments.of("GEOGRAPHY", "POINT(1 2)", "POINT(1 2)"),
        Arguments.of("STRING REPEATED", List.of("a", "b"), List.of("a", "b")),
        Arguments.of("INTEGER REPEATED", List.of(1L, 2L), List.of(1L, 2L)),
        Arguments.of("TIMESTAMP REPEATED", List.of(0L), List.of("1970-01-01T00:00:00.000Z")));
  }

  @ParameterizedTest
  @MethodSource("fitting")
  void putsAValueIntoAColumn(String type, Object value, Object stored) throws Exception {
    warehouse.createTable("facts", List.of("id"), "id STRING REQUIRED", "v " + type);

    assertThat(write("facts", Document.of("id", "1", "v", value))).isEmpty();

    assertThat(warehouse.rows("facts")).containsExactly(Document.of("id", "1", "v", stored));
  }

  /** Type of the column, a value it cannot hold, what the message says of it. */
  static Stream<Arguments> unfit() {
    return Stream.of(
        Arguments.of("STRING", "half \uD83D", "surrogate"),
        Arguments.of("INTEGER", 1.5, "a number"),
        Arguments.of("INTEGER", "1e999999999", "a text of 11 characters"),
        Arguments.of("INTEGER", "many", "a text of 4 characters"),
        Arguments.of("INTEGER", true, "a boolean"),
        Arguments.of("FLOAT", "much", "a text of 4 characters"),
        Arguments.of("FLOAT", "1e400", "a text of 5 characters"),
        Arguments.of("NUMERIC", "0.0000000001", "a text of 12 characters"),
        Arguments.of("NUMERIC", "1e29", "a text of 4 characters"),
        Arguments.of("NUMERIC", "1e999999999", "a text of 11 characters"),
        Arguments.of("BIGNUMERIC", "6e38", "a text of 4 characters"),
        Arguments.of("BOOLEAN", "maybe", "a text of 5 characters"),
        Arguments.of("TIMESTAMP", "yesterday", "a text of 9 characters"),
        Arguments.of("TIMESTAMP", Long.MAX_VALUE, "a whole number"),
        Arguments.of("DATE", "2024-02-30", "a text of 10 characters"),
        Arguments.of("DATETIME", true, "a boolean"),
        Arguments.of("TIME", "25:00", "a text of 5 characters"),
        Arguments.of("BYTES", "%", "a text of 1 characters"),
        Arguments.of("GEOGRAPHY", 1L, "a whole number"),
        Arguments.of("RANGE", "[1, 2)", "a type we cannot write"),
        Arguments.of("STRING REPEATED", "a", "a text of 1 characters"),
        Arguments.of("STRING REPEATED", Arrays.asList("a", null), "a null"),
        Arguments.of("INTEGER REPEATED", List.of("x"), "a text of 1 characters"));
  }

  @ParameterizedTest
  @MethodSource("unfit")
  void refusesAValueThatDoesNotFitAndNamesTheColumn(String type, Object value, String said)
      throws Exception {
    warehouse.createTable("facts", List.of("id"), "id STRING REQUIRED", "v " + type);

    Rejection refused = write("facts", Document.of("id", "1", "v", value)).orElseThrow();

    assertThat(refused.kind()).isEqualTo(Rejection.Kind.PERMANENT);
    assertThat(refused.message()).contains("orders", "column v (", said);
    assertThat(warehouse.fake.appends()).isZero();
  }

  @Test
  void keepsTheLimitsOfAColumn() throws Exception {
    Map<String, Object> name = new LinkedHashMap<>(Warehouse.field("name STRING"));
    name.put("maxLength", "3");
    Map<String, Object> price = new LinkedHashMap<>(Warehouse.field("price NUMERIC"));
    price.put("precision", "5");
    price.put("scale", "2");
    create(List.of(name, price));

    assertThat(write("facts", Document.of("id", "1", "name", "🚀🚀🚀", "price", 999.99))).isEmpty();
    assertThat(write("facts", Document.of("id", "2", "name", "four")))
        .get()
        .extracting(Rejection::message)
        .asString()
        .contains("column name (STRING(3))");
    assertThat(write("facts", Document.of("id", "3", "price", 1000)))
        .get()
        .extracting(Rejection::message)
        .asString()
        .contains("column price (NUMERIC(5, 2))");
    assertThat(write("facts", Document.of("id", "3", "price", 0.001))).isPresent();
  }

  @Test
  void fillsStructs() throws Exception {
    Map<String, Object> inner = Map.of("name", "qty", "type", "INTEGER", "mode", "REQUIRED");
    Map<String, Object> items = new LinkedHashMap<>(Warehouse.field("items RECORD REPEATED"));
    items.put("fields", List.of(Warehouse.field("sku STRING"), inner));
    create(List.of(items));
    Map<String, Object> item = Map.of("sku", "A-1", "qty", 2L);

    assertThat(write("facts", Document.of("id", "1", "items", List.of(item)))).isEmpty();
    assertThat(warehouse.rows("facts").getFirst().get("items")).isEqualTo(List.of(item));

    assertThat(write("facts", Document.of("id", "2", "items", List.of(Map.of("sku", "B")))))
        .get()
        .extracting(Rejection::message)
        .asString()
        .contains("column items", "needs its field qty");
    assertThat(write("facts", Document.of("id", "3", "items", List.of(Map.of("qty", 1L, "x", 1L)))))
        .get()
        .extracting(Rejection::message)
        .asString()
        .contains("no place for all fields");
  }

  @Test
  void refusesARowWithoutARequiredValue() throws Exception {
    warehouse.createTable("facts", List.of("id"), "id STRING REQUIRED", "v STRING REQUIRED");

    assertThat(write("facts", Document.of("id", "1")))
        .get()
        .extracting(Rejection::message)
        .asString()
        .contains("column v (STRING, REQUIRED)", "null");
  }

  @Test
  void writesColumnsWhoseNamesNoMessageCanHave() throws Exception {
    warehouse.createTable(
        "facts", List.of("id"), "id STRING REQUIRED", "größe INTEGER", "2nd STRING");

    assertThat(write("facts", Document.of("id", "1", "größe", 5, "2nd", "x"))).isEmpty();

    assertThat(warehouse.rows("facts"))
        .containsExactly(Document.of("id", "1", "größe", 5, "2nd", "x"));
  }

  @Test
  void createsColumnsByTheDefinitionOfTheSource() throws Exception {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("whole", "number|integer:true|optional");
    attributes.put("number", "number|min:0");
    attributes.put("price", "money:USD");
    attributes.put("coin", "crypto:BTC");
    attributes.put("paid", "boolean");
    attributes.put("at", "datetime");
    attributes.put("items", "array|items:object");
    attributes.put("address", Map.of("city", "string"));
    attributes.put("name", "string|optional");
    attributes.put("password", "secret");
    Target target = new Target("facts", "orders", List.of(), false, attributes);

    warehouse.open().prepare(target, Document.of("id", "1", "price", 5, "extra", 1.5));

    assertThat(warehouse.types("facts"))
        .containsExactly(
            Map.entry("id", "STRING"),
            Map.entry("whole", "INTEGER"),
            Map.entry("number", "FLOAT"),
            Map.entry("price", "NUMERIC"),
            Map.entry("coin", "BIGNUMERIC"),
            Map.entry("paid", "BOOLEAN"),
            Map.entry("at", "TIMESTAMP"),
            Map.entry("items", "JSON"),
            Map.entry("address", "JSON"),
            Map.entry("name", "STRING"),
            Map.entry("extra", "FLOAT"));
  }

  @Test
  void createsColumnsOfATransformedRowByItsValues() throws Exception {
    Target target = new Target("facts", "orders", List.of(), true, Map.of("n", "string"));

    warehouse
        .open()
        .prepare(
            target,
            Document.of(
                "id",
                "1",
                "n",
                1,
                "x",
                0.5,
                "b",
                true,
                "o",
                Map.of(),
                "t",
                "2024-01-01",
                "none",
                null));

    assertThat(warehouse.types("facts"))
        .containsExactly(
            Map.entry("id", "STRING"),
            Map.entry("n", "INTEGER"),
            Map.entry("x", "FLOAT"),
            Map.entry("b", "BOOLEAN"),
            Map.entry("o", "JSON"),
            Map.entry("t", "STRING"));
  }

  private void create(List<Map<String, Object>> columns) {
    List<Map<String, Object>> fields =
        Stream.concat(Stream.of(Warehouse.field("id STRING REQUIRED")), columns.stream()).toList();
    warehouse.fake.createTable(
        Warehouse.PROJECT,
        Warehouse.DATASET,
        "facts",
        Document.of("schema", Map.of("fields", fields))
            .with("tableConstraints", Map.of("primaryKey", Map.of("columns", List.of("id")))));
  }

  private Optional<Rejection> write(String table, Document row) throws Exception {
    Sink sink = warehouse.open("schemaSync", "off");
    Target target = Warehouse.target(table);
    DeliveryFixtures facts = new DeliveryFixtures(table, sink.prepare(target, row), true);
    Delivery delivery = ChangesTest.resourced(facts.insert(row), row);
    return sink.write(List.of(delivery)).stream().findFirst();
  }
}
