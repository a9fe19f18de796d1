package io.s3db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.store.MemoryStore;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MiddlewareTest {
  /** Methods that only describe or configure the resource. */
  private static final Set<String> NO_CALLS =
      Set.of("name", "definition", "plan", "idGenerator", "use", "before", "after", "guards", "on");

  private final S3db db =
      S3db.builder().store(MemoryStore.create(InstantSource.system())).connect();
  private final Resource things =
      db.createResource(
          "things",
          r -> r.attribute("n", "number").partition("byN", Map.of("n", "number")).paranoid(false));
  private final List<String> seen = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    db.close();
  }

  private Map<String, Runnable> everyMethod() {
    Map<String, Runnable> calls = new LinkedHashMap<>();
    calls.put("insert", () -> things.insert(Document.of("id", "a", "n", 1)));
    calls.put("insertMany", () -> things.insertMany(List.of()));
    calls.put("insertAll", () -> things.insertAll(Stream.of(), _ -> {}, BulkProgress.NONE));
    calls.put("get", () -> things.get("a"));
    calls.put("find", () -> assertThat(things.find("a")).isPresent());
    calls.put("getMany", () -> things.getMany(List.of("a")));
    calls.put("exists", () -> assertThat(things.exists("a")).isTrue());
    calls.put("update", () -> things.update("a", Document.of("n", 2)));
    calls.put("patch", () -> things.patch("a", Document.of("n", 3)));
    calls.put("replace", () -> things.replace("a", Document.of("n", 4)));
    calls.put("updateIf", () -> things.updateIf("a", Document.of("n", 6), _ -> {}));
    calls.put("replaceIf", () -> things.replaceIf("a", Document.of("n", 7), _ -> {}));
    calls.put("upsert", () -> things.upsert(Document.of("id", "a", "n", 5)));
    calls.put("list", () -> assertThat(things.list(1)).hasSize(1));
    calls.put("listIds", () -> assertThat(things.listIds(1)).hasSize(1));
    calls.put("count", () -> assertThat(things.count()).isEqualTo(1));
    calls.put("page", () -> things.page(PageRequest.first(1)));
    calls.put("stream", () -> assertThat(things.stream().count()).isEqualTo(1));
    calls.put("query", () -> things.query(Query.all()));
    calls.put(
        "getFromPartition",
        () -> assertThat(things.getFromPartition("byN", Map.of("n", 5), "a")).isPresent());
    calls.put("setContent", () -> things.setContent("a", new Content(new byte[1], "a/b")));
    calls.put("content", () -> assertThat(things.content("a")).isPresent());
    calls.put("hasContent", () -> assertThat(things.hasContent("a")).isTrue());
    calls.put("deleteContent", () -> things.deleteContent("a"));
    calls.put("repairPartitions", things::repairPartitions);
    calls.put(
        "deleteIf",
        () ->
            assertThatThrownBy(
                () ->
                    things.deleteIf(
                        "a",
                        _ -> {
                          throw new IllegalStateException("it stays");
                        })));
    calls.put("delete", () -> things.delete("a"));
    calls.put("deleteMany", () -> things.deleteMany(List.of()));
    calls.put("deleteAll", things::deleteAll);
    calls.put("deleteAllData", things::deleteAllData);
    return calls;
  }

  @Test
  void seesEveryMethodThereIs() {
    Set<String> methods =
        Arrays.stream(Resource.class.getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
            .map(Method::getName)
            .filter(name -> !NO_CALLS.contains(name))
            .collect(Collectors.toCollection(TreeSet::new));
    Map<String, Runnable> calls = everyMethod();
    assertThat(calls.keySet()).containsExactlyInAnyOrderElementsOf(methods);
    things.use(
        (call, next) -> {
          seen.add(call.method());
          return next.proceed(call);
        });

    calls.forEach(
        (method, call) -> {
          seen.clear();
          call.run();
          assertThat(seen.getFirst()).isEqualTo(method.equals("find") ? "get" : method);
        });
    seen.clear();
    things.insertMany(List.of(Document.of("n", 1)));
    assertThat(seen).containsExactly("insertMany", "insert");
    seen.clear();
    things.upsert(Document.of("id", "b", "n", 1));
    things.update("b", record -> record.with("n", 2));
    assertThat(seen).containsExactly("upsert", "change");
  }

  @Test
  void theFirstIsTheOutermostAndMayChangeArgumentsAndAnswers() {
    things.use(
        (call, next) -> {
          seen.add("outer");
          Object answer = next.proceed(call);
          return answer instanceof Document record ? record.with("seen", true) : answer;
        });
    things.use(
        (call, next) -> {
          seen.add("inner");
          return call instanceof Call.Insert(Document fields)
              ? next.proceed(new Call.Insert(fields.with("n", 99)))
              : next.proceed(call);
        });

    assertThat(things.insert(Document.of("id", "a", "n", 1)))
        .isEqualTo(Document.of("id", "a", "n", 99, "seen", true));
    assertThat(things.get("a").integer("n")).isEqualTo(99);
    assertThat(seen).containsExactly("outer", "inner", "outer", "inner");
  }

  @Test
  void mayRefuseAndMayAnswerByItself() {
    things.use(
        (call, next) ->
            switch (call) {
              case Call.Delete _ -> throw new SecurityException("not you");
              case Call.Count _ -> 42L;
              default -> next.proceed(call);
            });
    things.insert(Document.of("id", "a", "n", 1));

    assertThatThrownBy(() -> things.delete("a")).isInstanceOf(SecurityException.class);
    assertThat(things.exists("a")).isTrue();
    assertThat(things.count()).isEqualTo(42);
  }

  @Test
  void defectsAreNamed() {
    things.use(
        (call, next) ->
            switch (call) {
              case Call.Count _ -> "many";
              case Call.Exists _ -> null;
              case Call.Delete(String id) -> next.proceed(new Call.Get(id));
              case Call.Get _ -> {
                next.proceed(call);
                yield next.proceed(call);
              }
              default -> next.proceed(call);
            });
    List<String> messages = new ArrayList<>();
    for (Runnable call :
        List.<Runnable>of(
            things::count,
            () -> things.exists("a"),
            () -> things.delete("a"),
            () -> things.find("a"))) {
      assertThatThrownBy(call::run)
          .isInstanceOf(IllegalStateException.class)
          .satisfies(e -> messages.add(e.getMessage()));
    }
    assertThat(messages)
        .containsExactly(
            "a middleware answered 'count' with a String: Long is needed",
            "a middleware answered 'exists' with null: Boolean is needed",
            "a middleware proceeded from 'delete' with 'get', which answers with another type",
            "a middleware proceeded twice with 'get'");
  }
}
