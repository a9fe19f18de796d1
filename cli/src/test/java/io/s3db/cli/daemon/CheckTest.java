package io.s3db.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.cli.ExitCodes;
import io.s3db.cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckTest {
  @TempDir private Path folder;

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("s3db.yaml"), text).toString();
  }

  private String orders(String destination) throws IOException {
    return file(
        """
        database: { connectionString: "file://%s" }
        journal: { path: %s }
        replicator:
          replicators:
            - id: warehouse
              driver: postgresql
              resources:
                orders:
                  resource: order_facts
                  actions: [insert, update]
                  transform: |
                    (o) => o.total < 1000 ? null : ({ order_id: o.id, amount: o.total, bad: o.bad.x })
              config: { connectionString: "%s" }
        """
            .formatted(folder.resolve("data"), folder.resolve("journal"), destination));
  }

  @Test
  void theStarterFileIsGood() {
    String starter = folder.resolve("s3db.yaml").toString();
    assertThat(Ran.s3db("init", starter).ok().out()).contains("s3db check " + starter);
    Ran check = Ran.s3db("check", starter, "--offline").ok();
    assertThat(check.out()).contains("orders").contains("backup").contains("is good");
    Ran again = Ran.s3db("init", starter);
    assertThat(again.code()).isEqualTo(ExitCodes.FAILED);
    assertThat(again.err()).contains("There is a file " + starter + " already.");
  }

  @Test
  void reportsEveryProblemWithItsLineAndTheNearestName() throws IOException {
    String bad =
        file(
            """
            database:
              connectionStrin: "memory://x"
            replicator:
              replicators:
                - driver: webhook
                  resources: [orders]
                  config: { ur: "http://x" }
            """);
    Ran ran = Ran.s3db("check", bad, "--offline");
    assertThat(ran.code()).isEqualTo(ExitCodes.FAILED);
    assertThat(ran.err()).contains("s3db.yaml:2").contains("connectionString").contains(":7");
    List<?> problems = Ran.s3db("check", bad, "--offline", "--json").document().list("problems");
    assertThat(problems).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void saysWhatCannotBeReachedWithoutThePassword() throws IOException {
    String config = orders("postgresql://shop:hunter2@127.0.0.1:1/shop");
    Ran offline = Ran.s3db("check", config, "--offline").ok();
    assertThat(offline.out())
        .contains("order_facts")
        .contains("insert update")
        .doesNotContain("hunter2");
    Ran online = Ran.s3db("check", config);
    assertThat(online.code()).isEqualTo(ExitCodes.FAILED);
    assertThat(online.err()).contains("warehouse cannot be used: ").doesNotContain("hunter2");
    Document json = Ran.s3db("check", config, "--json").document();
    assertThat(json.get("ok")).isEqualTo(false);
    assertThat(json.list("unreachable")).hasSize(1);
    assertThat(folder.resolve("journal")).doesNotExist();
  }

  @Test
  void usesTheEnvironment() throws IOException {
    String config = file("database: { connectionString: \"${SHOP_DB}\" }\n");
    assertThat(Ran.s3db("check", config, "--offline").err()).contains("SHOP_DB");
    Ran.with("", Map.of("SHOP_DB", "memory://shop"), "check", config).ok();
  }

  @Test
  void showsWhatEachDestinationWouldGet() throws IOException {
    String config = orders("postgresql://127.0.0.1:1/shop");
    Ran row =
        Ran.reading(
            "{\"id\":\"o1\",\"total\":2500,\"bad\":{}}\n{\"id\":\"o2\",\"total\":5}\n",
            "transform",
            config,
            "orders",
            "--json");
    assertThat(row.ok().documents())
        .extracting(each -> each.text("outcome"))
        .containsExactly("row", "skipped");
    assertThat(row.documents().getFirst().document("data").number("amount")).isEqualTo(2500);
    assertThat(Ran.reading("{\"id\":\"o2\",\"total\":5}", "transform", config, "orders").ok().out())
        .isEqualTo("warehouse -> order_facts: nothing, the transform returns null\n");
    assertThat(
            Ran.reading("{\"id\":\"o2\"}", "transform", config, "orders", "--action", "delete")
                .ok()
                .out())
        .isEqualTo("warehouse -> order_facts: nothing, delete is not listed\n");
    Ran failing = Ran.reading("{\"id\":\"o3\",\"total\":2500}", "transform", config, "orders");
    assertThat(failing.code()).isEqualTo(ExitCodes.FAILED);
    assertThat(failing.out()).contains("the transform fails: ");
  }

  @Test
  void saysThatNobodyWantsAResource() throws IOException {
    Ran ran = Ran.reading("{}", "transform", orders("postgresql://h/d"), "users");
    assertThat(ran.code()).isEqualTo(ExitCodes.FAILED);
    assertThat(ran.err()).contains("lists the resource 'users'");
    assertThat(Ran.reading("", "transform", orders("postgresql://h/d"), "orders").err())
        .contains("No record came on the standard input.");
    assertThat(Ran.reading("[1]", "transform", orders("postgresql://h/d"), "orders").err())
        .contains("Line 1 of the standard input");
  }

  @Test
  void asksQueuesThatAreNotThere() throws Exception {
    Path file = folder.resolve("queues.yaml");
    Files.writeString(
        file,
        """
        database: { connectionString: "memory://check-queues" }
        replicator:
          timeout: 3s
          replicators:
            - driver: sqs
              resources: [orders]
              config:
                region: eu-west-1
                endpoint: http://127.0.0.1:1
                queueUrl: http://127.0.0.1:1/123456789012/q
                credentials: { accessKeyId: k, secretAccessKey: s }
        """);
    Ran ran = Ran.s3db("check", file.toString());
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).startsWith("sqs cannot be used: ").doesNotContain("inside");
  }

  private String mirror(Path backup) throws IOException {
    return file(
        """
        database: { connectionString: "file://%s" }
        replicator:
          replicators:
            - driver: s3db
              resources: [orders]
              config: { connectionString: "file://%s" }
        """
            .formatted(folder.resolve("data"), backup));
  }

  @Test
  void makesNothing() throws IOException {
    Ran.s3db("check", mirror(folder.resolve("backup"))).ok();
    assertThat(folder).isDirectoryNotContaining("regex:.*(data|backup)");
  }

  @Test
  void refusesADatabaseThatWouldBeReplicatedToItself() throws IOException {
    String config = mirror(folder.resolve("data"));
    Ran.s3db("create", "orders", "total:number", "--db", "file://" + folder.resolve("data")).ok();
    Ran ran = Ran.s3db("check", config);
    assertThat(ran.code()).isEqualTo(ExitCodes.FAILED);
    assertThat(ran.err()).contains("to itself").doesNotContain("Exception");
  }
}
