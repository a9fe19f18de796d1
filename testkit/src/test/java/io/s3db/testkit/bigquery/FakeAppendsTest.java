package io.s3db.testkit.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.bigquery.storage.v1.AppendRowsRequest;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteGrpc;
import com.google.cloud.bigquery.storage.v1.ProtoRows;
import com.google.cloud.bigquery.storage.v1.ProtoSchema;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.rpc.Code;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.s3db.Document;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One test for every rule of default streams, with the place where Google publishes it. */
class FakeAppendsTest {
  private final FakeBigQuery fake = FakeBigQuery.start();
  private final ManagedChannel channel =
      NettyChannelBuilder.forAddress("127.0.0.1", fake.storageEndpoint().getPort())
          .usePlaintext()
          .build();

  @BeforeEach
  void createTables() {
    fake.createDataset("p", "d");
    List<Map<String, String>> fields =
        List.of(
            Map.of("name", "id", "type", "STRING"),
            Map.of("name", "n", "type", "STRING"),
            Map.of("name", "must", "type", "STRING", "mode", "REQUIRED"));
    Document plain = Document.of("schema", Map.of("fields", fields));
    fake.createTable("p", "d", "plain", plain);
    fake.createTable(
        "p",
        "d",
        "keyed",
        plain.with("tableConstraints", Map.of("primaryKey", Map.of("columns", List.of("id")))));
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    fake.close();
  }

  /**
   * https://cloud.google.com/bigquery/docs/change-data-capture#specify_changes_to_existing_records
   */
  @Test
  void upsertsAndDeletesByPrimaryKey() throws Exception {
    assertThat(append("keyed", row("a", "1", "UPSERT", "1"), row("b", "1", "UPSERT", "1")))
        .isEqualTo("ok");
    assertThat(append("keyed", row("a", "2", "UPSERT", "2"), row("b", "1", "DELETE", "2")))
        .isEqualTo("ok");

    assertThat(fake.rows("p", "d", "keyed"))
        .containsExactly(Document.of("id", "a", "n", "2", "must", "x"));
  }

  /**
   * The examples of
   * https://cloud.google.com/bigquery/docs/change-data-capture#manage_custom_ordering
   */
  @ParameterizedTest
  @CsvSource({
    "77, 7B, second",
    "FFF/B, FFF/ABC, second",
    "BA/FFFFFFFF, ABC, second",
    "FFF/ABC, ABC, first",
    "a/b/c/d, A/B/C/D, second",
    "8000000000000000, 7fffffffffffffff, first",
    "1/0, 1, second"
  })
  void keepsTheLargerSequenceNumberAndOfEqualOnesTheLater(String first, String second, String kept)
      throws Exception {
    append("keyed", row("a", "first", "UPSERT", first));
    append("keyed", row("a", "second", "UPSERT", second));

    assertThat(fake.rows("p", "d", "keyed").getFirst().get("n")).isEqualTo(kept);
  }

  /** https://cloud.google.com/bigquery/docs/change-data-capture#deleted_data_considerations */
  @Test
  void remembersADeleteThatArrivesOutOfOrder() throws Exception {
    append("keyed", row("a", "", "DELETE", "5"));
    append("keyed", row("a", "late", "UPSERT", "4"));

    assertThat(fake.rows("p", "d", "keyed")).isEmpty();
  }

  /** https://cloud.google.com/bigquery/docs/change-data-capture#_change_sequence_number_format */
  @ParameterizedTest
  @ValueSource(strings = {"", "x", "1/2/3/4/5", "12345678901234567", "1//2", "-1", "1 "})
  void refusesAMalformedSequenceNumber(String number) throws Exception {
    assertThat(append("keyed", row("a", "1", "UPSERT", number)))
        .isEqualTo("row 0: The given value is not a valid CHANGE_SEQUENCE_NUMBER");
  }

  /** https://cloud.google.com/bigquery/docs/change-data-capture#limitations */
  @ParameterizedTest
  @ValueSource(strings = {"INSERT", "upsert", ""})
  void refusesAnotherChangeType(String type) throws Exception {
    assertThat(append("keyed", row("a", "1", type, "1")))
        .isEqualTo("row 0: The given value is not a valid CHANGE_TYPE");
  }

  /** https://cloud.google.com/bigquery/docs/change-data-capture#prerequisites */
  @Test
  void refusesChangesOfATableWithoutAPrimaryKey() throws Exception {
    assertThat(append("plain", row("a", "1", "UPSERT", "1"))).startsWith("INVALID_ARGUMENT");
  }

  /** https://cloud.google.com/bigquery/docs/change-data-capture#prerequisites */
  @Test
  void refusesAChangeWithoutItsKey() throws Exception {
    assertThat(
            append(
                "keyed",
                message(
                    "n",
                    "1",
                    "must",
                    "x",
                    "_change_type",
                    "UPSERT",
                    "_change_sequence_number",
                    "1")))
        .isEqualTo("row 0: Field id: a primary key value is missing");
  }

  /** https://cloud.google.com/bigquery/docs/schemas#modes */
  @Test
  void refusesARowWithoutARequiredValue() throws Exception {
    assertThat(append("plain", message("id", "a")))
        .isEqualTo("row 0: Field must: required field is missing");
  }

  /**
   * https://cloud.google.com/bigquery/docs/reference/storage/rpc/google.cloud.bigquery.storage.v1#rowerror
   */
  @Test
  void appendsNoRowOfARequestWithABadOne() throws Exception {
    assertThat(append("plain", message("id", "a", "must", "x"), message("id", "b")))
        .startsWith("row 1:");

    assertThat(fake.rows("p", "d", "plain")).isEmpty();
  }

  /**
   * https://cloud.google.com/bigquery/docs/reference/storage/rpc/google.cloud.bigquery.storage.v1#storageerrorcode
   */
  @Test
  void refusesAFieldWithoutAColumn() throws Exception {
    assertThat(append("plain", message("id", "a", "must", "x", "extra", "1")))
        .startsWith("INVALID_ARGUMENT Input schema has more fields than BigQuery schema");
  }

  /** https://cloud.google.com/bigquery/docs/supported-data-types */
  @Test
  void refusesATypeThatDoesNotFit() throws Exception {
    fake.createTable(
        "p",
        "d",
        "typed",
        Document.of("schema", Map.of("fields", List.of(Map.of("name", "id", "type", "INTEGER")))));

    assertThat(append("typed", message("id", "1"))).startsWith("INVALID_ARGUMENT The proto field");
  }

  /** https://cloud.google.com/bigquery/quotas#write-api-limits */
  @Test
  void refusesARequestOfTenMegabytes() throws Exception {
    assertThat(append("plain", message("id", "a", "must", "x".repeat(10_000_000))))
        .startsWith("INVALID_ARGUMENT The request is");
    assertThat(append("plain", message("id", "a", "must", "x".repeat(9_900_000)))).isEqualTo("ok");
  }

  /**
   * https://cloud.google.com/bigquery/docs/reference/storage/rpc/google.cloud.bigquery.storage.v1#appendrows
   */
  @Test
  void knowsNoOtherTable() throws Exception {
    assertThat(append("none", message("id", "a"))).startsWith("NOT_FOUND");
  }

  /**
   * https://cloud.google.com/bigquery/docs/reference/storage/rpc/google.cloud.bigquery.storage.v1#appendrowsresponse
   */
  @Test
  void tellsAWriterOnceThatTheSchemaChanged() throws Exception {
    Writer writer = new Writer("plain");
    writer.send(message("id", "a", "must", "x"));
    fake.patchTable("p", "d", "plain", Document.of("description", "changed"));

    assertThat(writer.send(message("id", "b", "must", "x")).hasUpdatedSchema()).isTrue();
    assertThat(writer.send(message("id", "c", "must", "x")).hasUpdatedSchema()).isFalse();
  }

  private record Message(Map<String, String> fields) {}

  private static Message row(String id, String n, String type, String sequence) {
    return message(
        "id", id, "n", n, "must", "x", "_change_type", type, "_change_sequence_number", sequence);
  }

  private static Message message(String... namesAndValues) {
    Map<String, String> message = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      message.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return new Message(message);
  }

  /** What an append of rows is answered with, in short. */
  private String append(String table, Message... rows) throws Exception {
    AppendRowsResponse response = new Writer(table).send(rows);
    if (response.getRowErrorsCount() > 0) {
      return "row "
          + response.getRowErrors(0).getIndex()
          + ": "
          + response.getRowErrors(0).getMessage();
    }
    return response.hasError()
        ? Code.forNumber(response.getError().getCode()) + " " + response.getError().getMessage()
        : "ok";
  }

  /** A connection; the end of it is told as an answer with an error. */
  private final class Writer implements StreamObserver<AppendRowsResponse> {
    private final BlockingQueue<AppendRowsResponse> answers = new LinkedBlockingQueue<>();
    private final StreamObserver<AppendRowsRequest> requests =
        BigQueryWriteGrpc.newStub(channel).appendRows(this);
    private final String table;

    Writer(String table) {
      this.table = table;
    }

    final AppendRowsResponse send(Message... rows) throws Exception {
      List<String> names = List.copyOf(rows[0].fields().keySet());
      ProtoRows.Builder all = ProtoRows.newBuilder();
      for (Message row : rows) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        for (Map.Entry<String, String> field : row.fields().entrySet()) {
          out.writeString(names.indexOf(field.getKey()) + 1, field.getValue());
        }
        out.flush();
        all.addSerializedRows(ByteString.copyFrom(bytes.toByteArray()));
      }
      requests.onNext(
          AppendRowsRequest.newBuilder()
              .setWriteStream("projects/p/datasets/d/tables/" + table + "/streams/_default")
              .setProtoRows(
                  AppendRowsRequest.ProtoData.newBuilder()
                      .setWriterSchema(ProtoSchema.newBuilder().setProtoDescriptor(schema(names)))
                      .setRows(all))
              .build());
      return answers.poll(20, TimeUnit.SECONDS);
    }

    private static DescriptorProto schema(List<String> names) {
      DescriptorProto.Builder schema = DescriptorProto.newBuilder().setName("Row");
      for (String name : names) {
        schema.addField(
            FieldDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(schema.getFieldCount() + 1)
                .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
                .setType(FieldDescriptorProto.Type.TYPE_STRING));
      }
      return schema.build();
    }

    @Override
    public void onNext(AppendRowsResponse response) {
      answers.add(response);
    }

    @Override
    public void onError(Throwable end) {
      answers.add(
          AppendRowsResponse.newBuilder()
              .setError(io.grpc.protobuf.StatusProto.fromThrowable(end))
              .build());
    }

    @Override
    public void onCompleted() {}
  }
}
