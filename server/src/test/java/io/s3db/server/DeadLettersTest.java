package io.s3db.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.replicator.spi.Rejection;
import io.s3db.server.TestServer.Reply;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes that were refused for good, over HTTP. */
class DeadLettersTest {
  private static final String LIST = "/api/v1/dead-letters";
  private static final String REDRIVE = LIST + "/redrive?wait=30";

  @TempDir Path folder;
  private Desk desk;

  @BeforeEach
  void bury() {
    desk = new Desk(folder, "");
    for (int i = 1; i <= 5; i++) {
      desk.rows().faults().refuse("o-" + i, Rejection.Kind.PERMANENT, "23502");
      desk.bell().faults().refuse("o-" + i, Rejection.Kind.PERMANENT, "400");
    }
    for (int i = 1; i <= 6; i++) {
      desk.server()
          .server()
          .database()
          .resource("orders")
          .insert(Map.of("id", "o-" + i, "total", i, "pin", "1234"));
    }
    Awaitility.await().atMost(Await.LONG).until(() -> letters("").size() == 10);
  }

  @AfterEach
  void stop() {
    desk.close();
  }

  private List<Document> letters(String query) {
    return items(desk.server().get(LIST + query).json());
  }

  private static List<Document> items(Document page) {
    return page.list("items").stream().map(each -> page(each)).toList();
  }

  private static Document page(Object item) {
    Map<String, Object> fields = new java.util.LinkedHashMap<>();
    ((Map<?, ?>) item).forEach((name, value) -> fields.put((String) name, value));
    return Document.copyOf(fields);
  }

  @Test
  void aLetterTellsWhatWasRefusedAndWhy() {
    Document letter =
        letters("?replicator=rows").stream()
            .filter(each -> each.text("recordId").equals("o-1"))
            .findFirst()
            .orElseThrow();

    assertThat(letter.text("replicator")).isEqualTo("rows");
    assertThat(letter.text("resource")).isEqualTo("orders");
    assertThat(letter.text("recordId")).isEqualTo("o-1");
    assertThat(letter.text("operation")).isEqualTo("insert");
    assertThat(letter.text("target")).isEqualTo("order_facts");
    assertThat(letter.text("code")).isEqualTo("23502");
    assertThat(letter.text("error")).isNotEmpty();
    assertThat(letter.integer("attempts")).isPositive();
    assertThat(letter.get("before")).isNull();
    assertThat(letter.document("after").integer("total")).isEqualTo(1);
    assertThat(letter.document("after").has("pin")).as("a secret").isFalse();
  }

  @Test
  void theListIsPagedOverAllDestinationsWithoutLossOrRepetition() {
    List<String> seen = new ArrayList<>();
    String cursor = "";
    do {
      Document page = desk.server().get(LIST + "?limit=3" + cursor).json();
      items(page).forEach(each -> seen.add(each.text("replicator") + "/" + each.text("recordId")));
      cursor = page.get("cursor") == null ? "" : "&cursor=" + page.text("cursor");
    } while (!cursor.isEmpty());

    List<String> all = new ArrayList<>();
    for (String replicator : List.of("rows", "bell")) {
      letters("?replicator=" + replicator)
          .forEach(each -> all.add(replicator + "/" + each.text("recordId")));
    }
    assertThat(seen).isEqualTo(all).hasSize(10).doesNotHaveDuplicates();
    assertThat(letters("?replicator=bell")).hasSize(5);
    assertThat(letters("?resource=notes")).isEmpty();
  }

  @Test
  void listsThatCannotBeAreRefused() {
    TestServer server = desk.server();
    assertThat(server.get(LIST + "?replicator=rosw").code()).isEqualTo("REPLICATOR_NOT_FOUND");
    String strange =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString("rows no-id".getBytes(StandardCharsets.UTF_8));
    for (String cursor : List.of("x", "%00", "%FF", "e30", strange, "a".repeat(4000))) {
      Reply reply = server.get(LIST + "?cursor=" + cursor);
      assertThat(reply.status()).as(cursor).isEqualTo(400);
      assertThat(reply.code()).as(cursor).isIn("INVALID_CURSOR", "INVALID_PARAMETER");
    }
    assertThat(server.get(LIST + "?limit=-1").code()).isEqualTo("INVALID_PARAMETER");
    assertThat(server.get(LIST + "?recource=orders").code()).isEqualTo("INVALID_PARAMETER");
    assertThat(server.delete(LIST).header("Allow")).isEqualTo("GET");
    assertThat(server.get(LIST + "/redrive").header("Allow")).isEqualTo("POST");
  }

  @Test
  void oneIsRedrivenAndWhatIsRefusedAgainSaysSo() {
    desk.rows().faults().accept("o-1");
    List<String> ids =
        letters("?replicator=rows").stream()
            .filter(each -> List.of("o-1", "o-2").contains(each.text("recordId")))
            .map(each -> each.text("id"))
            .toList();

    Reply done = desk.server().post(REDRIVE, Map.of("replicator", "rows", "ids", ids));

    assertThat(done.status()).as(done.text()).isEqualTo(200);
    Document counts = done.json().document("result").document("counts");
    assertThat(counts.integer("redriven")).isEqualTo(1);
    assertThat(counts.integer("refused")).isEqualTo(1);
    assertThat(done.json().document("progress").integer("done")).isEqualTo(2);
    assertThat(desk.rows().rows("order_facts").stream().map(Document::id))
        .containsExactlyInAnyOrder("o-1", "o-6");
    assertThat(letters("?replicator=rows")).hasSize(4);
  }

  @Test
  void allAreRedrivenEverywhere() {
    desk.rows().faults().acceptAll();
    desk.bell().faults().acceptAll();

    Reply done = desk.server().post(REDRIVE, Map.of("all", true));

    assertThat(done.status()).as(done.text()).isEqualTo(200);
    assertThat(done.json().text("state")).isEqualTo("finished");
    assertThat(done.json().document("result").document("counts").integer("redriven")).isEqualTo(10);
    assertThat(desk.rows().rows("order_facts")).hasSize(6);
    assertThat(letters("")).isEmpty();
    assertThat(desk.server().post(REDRIVE, Map.of("all", true)).json().document("progress"))
        .satisfies(it -> assertThat(it.integer("done")).isZero());
  }

  @Test
  void redrivesThatCannotBeAreRefused() {
    String id = letters("?limit=1").getFirst().text("id");
    for (Map<String, Object> wrong :
        List.<Map<String, Object>>of(
            Map.of(),
            Map.of("ids", List.of(id)),
            Map.of("replicator", "rows", "ids", List.of("no id")),
            Map.of("replicator", "rows", "ids", List.of(id), "all", true),
            Map.of("replicator", "rows", "ids", 5),
            Map.of("all", "perhaps"),
            Map.of("al", true))) {
      Reply reply = desk.server().post(REDRIVE, wrong);
      assertThat(reply.status()).as(wrong.toString()).isEqualTo(400);
      assertThat(reply.code()).isEqualTo("INVALID_BODY");
    }
    assertThat(desk.server().post(REDRIVE, Map.of("replicator", "rosw", "all", true)).json())
        .satisfies(it -> assertThat(it.text("error.suggestion")).isEqualTo("Did you mean 'rows'?"));
    String unknown = id.substring(0, id.lastIndexOf('-') + 1) + "999999.0";
    Reply missing =
        desk.server().post(REDRIVE, Map.of("replicator", "rows", "ids", List.of(unknown)));
    assertThat(missing.json().document("result").document("counts").integer("not-found"))
        .isEqualTo(1);
    assertThat(letters("")).hasSize(10);
  }
}
