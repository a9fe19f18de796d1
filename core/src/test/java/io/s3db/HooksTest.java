package io.s3db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.s3db.Guards.Caller;
import io.s3db.store.MemoryStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HooksTest {
  private final S3db db =
      S3db.builder().store(MemoryStore.create(InstantSource.system())).connect();
  private final Resource users =
      db.createResource(
          "users",
          r ->
              r.attribute("name", "string")
                  .attribute("role", "string|default:guest")
                  .attribute("n", "number|optional")
                  .paranoid(false));
  private final List<String> ran = new ArrayList<>();

  @AfterEach
  void close() {
    db.close();
  }

  private Document note(HookPoint point, String when, Document payload) {
    ran.add(when + " " + point.word() + " " + payload.toJson());
    return payload;
  }

  private void noteEverything() {
    for (HookPoint point : HookPoint.values()) {
      users.before(point, payload -> note(point, "before", payload));
      users.after(point, payload -> note(point, "after", payload));
    }
  }

  @Test
  void changeWhatIsWrittenInTurn() {
    users.before(
        HookPoint.INSERT, user -> user.with("name", user.text("name").toUpperCase(Locale.ROOT)));
    users.before(HookPoint.INSERT, user -> user.with("name", user.text("name") + "!"));
    users.before(HookPoint.INSERT, user -> user.has("id") ? user : user.with("id", "made"));
    users.before(HookPoint.UPDATE, user -> user.with("n", user.integer("n", 0) + 1));
    users.after(HookPoint.UPDATE, user -> user.with("shown", true));

    assertThat(users.insert(Document.of("name", "ada")))
        .isEqualTo(Document.of("id", "made", "name", "ADA!", "role", "guest"));
    assertThat(users.update("made", Document.of("role", "admin")))
        .isEqualTo(
            Document.of("id", "made", "name", "ADA!", "role", "admin", "n", 1, "shown", true));
    users.patch("made", Document.of("role", "x"));
    users.update("made", user -> user.with("role", "y"));
    users.upsert(Document.of("id", "made", "role", "z"));
    assertThat(users.get("made"))
        .isEqualTo(Document.of("id", "made", "name", "ADA!", "role", "z", "n", 4));
    users.upsert(Document.of("id", "new", "name", "bob"));
    assertThat(users.get("new").text("name")).isEqualTo("BOB!");
  }

  @Test
  void areGivenWhatTheTableSays() {
    users.insert(Document.of("id", "a", "name", "ada"));
    noteEverything();
    String ada = "{\"id\":\"a\",\"name\":\"ada\",\"role\":\"guest\"}";

    users.get("a");
    users.exists("a");
    users.getMany(List.of("a"));
    users.count();
    users.query(Map.of("name", "ada"));
    users.patch("a", Document.of("n", 1));
    users.delete("a");

    String patched = "{\"id\":\"a\",\"name\":\"ada\",\"role\":\"guest\",\"n\":1}";
    String options =
        "{\"limit\":9223372036854775807,\"offset\":0,\"partition\":null,\"partitionValues\":{}";
    assertThat(ran)
        .containsExactly(
            "before get {\"id\":\"a\"}",
            "after get " + ada,
            "before exists {\"id\":\"a\"}",
            "after exists {\"id\":\"a\",\"exists\":true}",
            "before get many {\"ids\":[\"a\"]}",
            "after get many " + ada,
            "before count " + options + "}",
            "after count {\"count\":1}",
            "before query " + options + ",\"where\":{\"name\":\"ada\"}}",
            "after query " + ada,
            "before patch {\"n\":1,\"id\":\"a\"}",
            "before update {\"name\":\"ada\",\"role\":\"guest\",\"n\":1,\"id\":\"a\"}",
            "after update " + patched,
            "after patch " + patched,
            "before delete " + patched,
            "after delete " + patched);
    ran.clear();
    users.insertMany(List.of(Document.of("id", "b", "name", "bob")));
    users.replace("b", Document.of("name", "bo"));
    users.list(5);
    users.page(PageRequest.first(5));
    try (var all = users.stream()) {
      assertThat(all.count()).isEqualTo(1);
    }
    users.deleteMany(List.of("b", "none"));
    assertThat(ran.stream().map(each -> each.substring(0, each.indexOf(" {"))))
        .containsExactly(
            "before insert",
            "after insert",
            "before replace",
            "after replace",
            "before list",
            "after list",
            "before list",
            "after list",
            "before list",
            "after list",
            "before delete many",
            "before delete",
            "after delete",
            "after delete many");
  }

  @Test
  void refuseByThrowingAndNothingIsWritten() {
    users.insert(Document.of("id", "a", "name", "ada"));
    users.before(
        HookPoint.DELETE,
        user -> {
          throw new IllegalStateException("users are never deleted.");
        });
    users.before(HookPoint.INSERT, _ -> null);

    assertThatThrownBy(() -> users.delete("a"))
        .isInstanceOf(S3dbException.class)
        .hasMessage("A hook before delete of 'users' refused: users are never deleted.");
    assertThatThrownBy(() -> users.insert(Document.of("id", "b", "name", "bob")))
        .hasMessage(
            "A hook before insert of 'users' returned nothing. Return the record, changed or not;"
                + " throw to refuse.");
    assertThat(users.deleteMany(List.of("a")).failed()).hasSize(1);
    assertThat(users.listIds(10)).containsExactly("a");
  }

  @Test
  void thatFailAfterAWriteAreToldAndTheWriteStays() {
    List<ResourceEvent> errors = new CopyOnWriteArrayList<>();
    users.on("error", errors::add);
    users.after(
        HookPoint.INSERT,
        user -> {
          throw new IllegalStateException("mail server is down");
        });

    assertThat(users.insert(Document.of("id", "a", "name", "ada")).id()).isEqualTo("a");
    assertThat(users.exists("a")).isTrue();
    await().until(() -> errors.size() == 1);
    assertThat(errors.getFirst().error().orElseThrow()).hasMessageContaining("mail server is down");
  }

  @Test
  void thatWriteTheSameRecordAreRefusedInsteadOfWaitingForThemselves() {
    users.insert(Document.of("id", "a", "name", "ada"));
    users.before(
        HookPoint.UPDATE,
        user -> {
          users.update("a", Document.of("n", 1));
          return user;
        });

    assertThatThrownBy(() -> users.update("a", Document.of("n", 2)))
        .isInstanceOf(S3dbException.class)
        .hasMessageContaining("is being written by this very thread");
    assertThat(users.get("a").has("n")).isFalse();
  }

  @Test
  void guardsAnswerWhoeverAsks() {
    Caller guest = new Caller("eve", Set.of("read:users"));
    Caller admin = new Caller("ada", Set.of("admin"));
    users
        .guards()
        .roles("list", List.of("admin", "read:users"))
        .roles("delete", List.of("admin"))
        .set("update", (caller, user) -> caller.name().equals(user.text("name")));

    assertThat(users.guards().allows("get", guest, Document.of())).isTrue();
    assertThat(users.guards().allows("list", guest, Document.of())).isTrue();
    assertThat(users.guards().allows("delete", guest, Document.of())).isFalse();
    assertThat(users.guards().allows("delete", admin, Document.of())).isTrue();
    assertThat(users.guards().allows("update", admin, Document.of("name", "ada"))).isTrue();
    assertThat(users.guards().allows("update", admin, Document.of("name", "eve"))).isFalse();
    assertThat(users.guards().allows("update", admin, Document.of())).isFalse();
  }

  @Test
  @Timeout(20)
  void thatWriteManyOthersDoNotWaitForThemselves() {
    Resource log =
        db.createResource("log", r -> r.attribute("who", "string").attribute("n", "number"));
    users.after(
        HookPoint.INSERT,
        user -> {
          log.insertMany(
              List.of(
                  Document.of("who", user.id(), "n", 1), Document.of("who", user.id(), "n", 2)));
          return user;
        });

    users.insertMany(IntStream.range(0, 100).mapToObj(i -> Document.of("name", "u" + i)).toList());

    assertThat(log.count()).isEqualTo(200);
  }
}
