package io.s3db;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.FaultyStore.Fault;
import io.s3db.catalog.CatalogException;
import io.s3db.catalog.ResourceDefinition;
import io.s3db.store.MemoryStore;
import io.s3db.store.NewObject;
import io.s3db.store.ObjectKey;
import io.s3db.store.ObjectStore.Capabilities;
import io.s3db.store.Precondition;
import io.s3db.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueTest {
  private static final ObjectKey FILE = ObjectKey.of("s3db.json");
  private static final ObjectKey LOCK =
      ObjectKey.of("plugin=s3db-core/locks/namespace=metadata/s3db-metadata.json");
  private static final Capabilities BUCKET = new Capabilities(true, true, false, 2048);

  private final ManualTime time = new ManualTime("2025-10-18T10:30:00.000Z");
  private final MemoryStore memory = MemoryStore.create(time);
  private final FaultyStore store = new FaultyStore(memory);

  private S3db open() {
    return S3db.builder()
        .store(store)
        .time(time)
        .sleeper(pause -> time.advanceMillis(pause.toMillis()))
        .connect();
  }

  private String file() {
    return new String(memory.get(FILE).orElseThrow().body(), UTF_8);
  }

  private void put(ObjectKey key, String body) {
    memory.put(
        key,
        new NewObject(body.getBytes(UTF_8), "application/json", Map.of()),
        Precondition.none());
  }

  @Test
  void isCreatedIfMissingAndKeptIfThere() {
    open().createResource("users", r -> r.attribute("name", "string")).insert(Map.of("name", "x"));
    String written = file();

    S3db again = open();

    assertThat(file()).isEqualTo(written).contains("\"users\"");
    assertThat(again.resource("users").count()).isEqualTo(1);
    assertThat(again.resources()).extracting(Resource::name).containsExactly("users");
    assertThatThrownBy(() -> again.resource("user")).hasMessageContaining("mean 'users'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "{\"resources\":5}"})
  void isNeverOverwrittenIfItCannotBeUnderstood(String corrupt) {
    put(FILE, corrupt);

    assertThatThrownBy(this::open).isInstanceOf(CatalogException.class);
    assertThat(file()).isEqualTo(corrupt);
  }

  @Test
  void isNeverOverwrittenIfItCannotBeRead() {
    put(FILE, "{\"resources\":{}}");
    store.reset();
    store.fail(1, Fault.REFUSED);

    assertThatThrownBy(this::open).isInstanceOf(StoreException.class);
    assertThat(file()).isEqualTo("{\"resources\":{}}");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void lostAnswersWhileItIsChangedDoNotMatter(int call) {
    S3db db = open();
    store.reset();
    store.fail(call, Fault.LOST_ANSWER);
    try {
      db.createResource("users", r -> r.attribute("name", "string"));
    } catch (StoreException e) {
      db.createResource("users", r -> r.attribute("name", "string"));
    }
    store.reset();
    assertThat(open().resource("users").definition().attributes()).containsKey("name");
  }

  @Test
  void redeclaringTheSameWritesNothing() {
    S3db db = open();
    db.createResource("users", r -> r.attribute("name", "string"));
    String written = file();

    db.createResource("users", r -> r.attribute("name", "string"));

    assertThat(file()).isEqualTo(written);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void processesThatAddResourcesAtOnceLoseNone(boolean bucket) throws Exception {
    if (bucket) {
      store.with(BUCKET);
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String name = "r" + i;
        done.add(
            threads.submit(
                () -> {
                  try (S3db db = S3db.builder().store(store).connect()) {
                    db.createResource(name, r -> r.attribute("n", "number"));
                  }
                }));
      }
      for (Future<?> each : done) {
        each.get();
      }
    }
    assertThat(open().resources()).hasSize(8);
    assertThat(memory.get(LOCK)).isEmpty();
  }

  /** Each gets an id of its own, and no version of the definition is lost. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void processesThatAddAttributesAtOnceLoseNone(boolean bucket) throws Exception {
    if (bucket) {
      store.with(BUCKET);
    }
    open().createResource("users", r -> r.attribute("base", "string|optional"));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String name = "from" + i;
        done.add(
            threads.submit(
                () -> {
                  try (S3db db = S3db.builder().store(store).connect()) {
                    db.evolveResource("users", present -> with(present.orElseThrow(), name));
                    db.resource("users").insert(Document.of("id", name, name, "by " + name));
                  }
                }));
      }
      for (Future<?> each : done) {
        each.get();
      }
    }
    Resource users = open().resource("users");
    assertThat(users.definition().attributes()).hasSize(9);
    for (int i = 0; i < 8; i++) {
      assertThat(users.get("from" + i))
          .isEqualTo(Document.of("id", "from" + i, "from" + i, "by from" + i));
    }
    assertThat(file()).contains("\"currentVersion\": \"v9\"", "\"nextIndex\": 9", "\"v5\"");
  }

  private static ResourceDefinition with(ResourceDefinition present, String attribute) {
    return ResourceDefinition.named(present.name())
        .attributes(present.attributes())
        .attribute(attribute, "string|optional")
        .build();
  }

  @Test
  void anEvolvedResourceIsSeenByThoseWhoHoldIt() {
    S3db db = open();
    Resource users = db.createResource("users", r -> r.attribute("name", "string"));
    users.insert(Document.of("id", "a", "name", "x"));

    Resource again =
        db.createResource(
            "users", r -> r.attribute("name", "string").attribute("age", "number|optional"));

    assertThat(again).isSameAs(users);
    assertThat(users.update("a", Document.of("age", 5)).integer("age")).isEqualTo(5);
  }

  @Test
  void aDefinitionChangedByAnotherProcessIsNoticedByItsRecords() {
    S3db ours = open();
    Resource users = ours.createResource("users", r -> r.attribute("name", "string"));
    S3db theirs = open();
    Resource changed =
        theirs.createResource(
            "users", r -> r.attribute("name", "string").attribute("age", "number|optional"));
    changed.insert(Document.of("id", "a", "name", "x", "age", 70));

    assertThat(users.update("a", Document.of("name", "y")))
        .isEqualTo(Document.of("id", "a", "name", "y", "age", 70));
    assertThat(users.definition().attributes()).containsKey("age");
    assertThat(changed.get("a")).isEqualTo(users.get("a"));
  }

  @Test
  void aDefinitionThatNobodyKnowsIsLookedForOnce() {
    S3db db = open();
    Resource users = db.createResource("users", r -> r.attribute("name", "string"));
    memory.put(
        ObjectKey.of("resource=users/data/id=a"),
        NewObject.empty(Map.of("0", "x", "_v", "v9")),
        Precondition.none());
    store.reset();

    assertThat(users.get("a").text("name")).isEqualTo("x");
    assertThat(users.list(5)).hasSize(1);
    assertThat(store.calls().stream().filter("GET s3db.json"::equals)).hasSize(1);
  }

  @Test
  void aBucketIsChangedUnderTheLockOfS3dbJs() {
    store.with(BUCKET);
    S3db db = open();
    store.reset();

    db.createResource("users", r -> r.attribute("name", "string"));

    assertThat(store.calls())
        .containsExactly(
            "GET s3db.json",
            "GET " + LOCK,
            "PUT " + LOCK,
            "GET s3db.json",
            "PUT s3db.json",
            "DELETE " + LOCK);
  }

  @Test
  void aLockIsWaitedForAndTakenOverOnceItHasExpired() {
    store.with(BUCKET);
    S3db db = open();
    long now = time.millis();
    put(
        LOCK,
        "{\"lockId\":\"x\",\"holderId\":\"y\",\"acquiredAt\":%d,\"expiresAt\":%d}"
            .formatted(now, now + 30_000));

    db.createResource("users", r -> r.attribute("name", "string"));

    assertThat(time.millis()).isBetween(now + 30_000, now + 31_000);
    assertThat(memory.get(LOCK)).isEmpty();
  }

  @Test
  void aLockThatStaysHeldIsAnError() {
    store.with(BUCKET);
    S3db db = open();
    put(LOCK, "{\"lockId\":\"x\",\"expiresAt\":%d}".formatted(time.millis() + 10_000_000));

    assertThatThrownBy(() -> db.createResource("users", r -> r.attribute("name", "string")))
        .hasMessageContaining("stays locked")
        .hasMessageContaining(LOCK.value());
  }

  @Test
  void theDatabaseIsNamedWithoutSecrets() {
    try (S3db db = S3db.connect("memory://shop-of-name-test/p/q")) {
      assertThat(db.name()).isEqualTo("shop-of-name-test-p-q");
      assertThat(db.describe()).isEqualTo("memory://shop-of-name-test/p/q");
    }
    assertThatThrownBy(() -> S3db.builder().connect()).hasMessageContaining("connection string");
  }

  @Test
  void aClosedDatabaseRefusesEverything() {
    S3db db = open();
    Resource users = db.createResource("users", r -> r.attribute("name", "string"));
    db.close();
    db.close();

    assertThatThrownBy(() -> users.insert(Map.of("name", "x"))).hasMessageContaining("is closed");
    assertThatThrownBy(() -> users.get("x")).hasMessageContaining("is closed");
    assertThatThrownBy(() -> users.list(1)).hasMessageContaining("is closed");

    assertThatThrownBy(() -> db.createResource("x", r -> r.attribute("n", "number")))
        .hasMessageContaining("is closed");
  }

  @Test
  void aPluginThatCannotStartKeepsTheDatabaseFromOpeningAndStopsTheOthers() {
    RecordingInterceptor first = new RecordingInterceptor("first", store);
    assertThatThrownBy(
            () -> S3db.builder().store(store).plugin(first).plugin(new BrokenPlugin()).connect())
        .hasMessage("cannot start");
    assertThat(first.calls).containsExactly("start", "stop");
  }

  private static final class BrokenPlugin implements io.s3db.plugin.Plugin {
    @Override
    public String name() {
      return "broken";
    }

    @Override
    public void start(io.s3db.plugin.PluginContext context) {
      throw new IllegalStateException("cannot start");
    }

    @Override
    public void stop() {}
  }
}
