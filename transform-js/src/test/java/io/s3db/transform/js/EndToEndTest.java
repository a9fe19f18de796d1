package io.s3db.transform.js;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.s3db.Document;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.replicator.ConfigurationException;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.store.MemoryStore;
import io.s3db.testkit.sink.MemorySink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configuration of plain values, with scripts in it: what users of a file have. */
final class EndToEndTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir private Path folder;

  private final String name = UUID.randomUUID().toString();

  @Test
  void changesArriveAsTheScriptsMakeThem() throws Exception {
    Files.writeString(
        folder.resolve("audit.js"),
        "export default (data, { operation }) => ({ id: data.id, operation })\n");
    ReplicatorPlugin plugin =
        ReplicatorPlugin.of(
            Map.of(
                "replicators",
                List.of(
                    replicator(
                        Map.of(
                            "orders",
                            List.of(
                                Map.of(
                                    "resource",
                                    "facts",
                                    "key",
                                    "order_id",
                                    "transform",
                                    "(data) => data.total < 1000 ? null : ({ order_id: data.id,"
                                        + " amount: data.total, at: new Date() })"),
                                Map.of("resource", "audit", "transform", "file:audit.js")))))),
            folder);
    try (S3db db =
        S3db.builder().store(MemoryStore.create(InstantSource.system())).plugin(plugin).connect()) {
      Resource orders = db.createResource("orders", r -> r.attribute("total", "number|optional"));
      orders.insert(Document.of("id", "low", "total", 10));
      orders.insert(Document.of("id", "high", "total", 2499));
      orders.insert(Document.of("id", "gone", "total", 5000));
      orders.delete("gone");
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      MemorySink sink = MemorySink.named(name);
      assertThat(sink.rows("facts"))
          .singleElement()
          .satisfies(
              row -> {
                assertThat(row.without("at"))
                    .isEqualTo(Document.of("order_id", "high", "amount", 2499));
                assertThat(row.text("at")).matches("\\d{4}-\\d\\d-\\d\\dT[0-9:]{8}\\.\\d{3}Z");
              });
      assertThat(sink.rows("audit"))
          .containsExactlyInAnyOrder(
              Document.of("id", "low", "operation", "insert"),
              Document.of("id", "high", "operation", "insert"));
    }
  }

  @Test
  void aRecordThatFailsIsADeadLetterThatSaysWhere() throws Exception {
    ReplicatorPlugin plugin =
        ReplicatorPlugin.of(
            Map.of(
                "replicators",
                List.of(
                    replicator(
                        Map.of(
                            "orders",
                            Map.of(
                                "transform",
                                "(data) => ({\n  ...data,\n  n: data.note.length\n})"))))));
    try (S3db db =
        S3db.builder().store(MemoryStore.create(InstantSource.system())).plugin(plugin).connect()) {
      Resource orders = db.createResource("orders", r -> r.attribute("note", "string|optional"));
      orders.insert(Document.of("id", "bad"));
      orders.insert(Document.of("id", "good", "note", "four"));
      assertThat(plugin.awaitReplicated(SOON)).isTrue();
      assertThat(MemorySink.named(name).rows("orders")).hasSize(1);
      assertThat(plugin.deadLetters("memory", 10))
          .singleElement()
          .satisfies(
              letter -> {
                assertThat(letter.code()).isEqualTo("TRANSFORM");
                assertThat(letter.error())
                    .isEqualTo(
                        "orders/bad: the transform replicators[0].resources.orders.transform failed"
                            + " at line 3, column 6: TypeError: Cannot read property 'length' of"
                            + " undefined");
              });
    }
  }

  @Test
  void everyProblemOfEveryScriptIsReportedAtOnce() throws Exception {
    Files.writeString(folder.resolve("broken.js"), "(data) => ({\n  a: }\n)");
    Files.write(folder.resolve("latin.js"), new byte[] {'/', '/', (byte) 0xfc});
    Files.write(folder.resolve("large.js"), new byte[(1 << 20) + 1]);
    Map<String, Object> resources =
        Map.of(
            "a", Map.of("transform", "(data) => ({ x: })"),
            "b", List.of("b", Map.of("resource", "b2", "transform", "file:broken.js")),
            "c", Map.of("transform", "file:missing.js", "actoins", List.of()),
            "d", Map.of("transform", "file: latin.js"),
            "e", Map.of("transform", "file:large.js"));
    ConfigurationException e =
        catchThrowableOfType(
            ConfigurationException.class,
            () ->
                ReplicatorPlugin.of(Map.of("replicators", List.of(replicator(resources))), folder));
    assertThat(e.problems()).hasSize(6);
    assertThat(e.getMessage())
        .contains(
            "replicators[0].resources.a.transform is no JavaScript: line 1, column 17: Expected",
            "replicators[0].resources.b[1].transform (broken.js) is no JavaScript: line 2, column"
                + " 6: ",
            "replicators[0].resources.c.transform names the file 'missing.js', which does not exist"
                + " below "
                + folder,
            "replicators[0].resources.c.actoins is not an option: did you mean 'actions'?",
            "replicators[0].resources.d.transform names the file 'latin.js', which is not UTF-8"
                + " text",
            "replicators[0].resources.e.transform names the file 'large.js', which is larger than 1"
                + " MB");
  }

  private Map<String, Object> replicator(Map<String, Object> resources) {
    return Map.of("driver", "memory", "resources", resources, "config", Map.of("name", name));
  }
}
