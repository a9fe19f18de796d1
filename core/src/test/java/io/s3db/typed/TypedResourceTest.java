package io.s3db.typed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.Document;
import io.s3db.PageRequest;
import io.s3db.Query;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.store.MemoryStore;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TypedResourceTest {
  enum Status {
    OPEN,
    PAID
  }

  record Line(String sku, int quantity, BigDecimal price) {}

  record Address(String city, Optional<String> street) {}

  record Order(
      @Nullable String id,
      @Stored(as = "string|required|min:2") String customer,
      Status status,
      long total,
      double weight,
      boolean gift,
      BigDecimal price,
      Instant placed,
      LocalDate due,
      UUID token,
      Address address,
      List<Line> lines,
      List<String> tags,
      Set<Integer> sizes,
      Map<String, Integer> counts,
      Optional<Instant> shipped,
      @Stored(name = "remark") @Nullable String note) {}

  private static final Order FULL =
      new Order(
          "o1",
          "ada",
          Status.PAID,
          9_007_199_254_740_991L,
          1.5,
          true,
          new BigDecimal("12345678901234567890.10"),
          Instant.parse("2025-10-18T10:30:00.123Z"),
          LocalDate.of(2025, 12, 24),
          UUID.fromString("550e8400-e29b-41d4-a716-446655440000"),
          new Address("São Paulo", Optional.empty()),
          List.of(new Line("a", 2, new BigDecimal("9.90"))),
          List.of("x|y", "z"),
          Set.of(7),
          Map.of("clicks", 3),
          Optional.of(Instant.parse("2025-10-19T00:00:00Z")),
          null);

  private final S3db db =
      S3db.builder().store(MemoryStore.create(InstantSource.system())).connect();

  @AfterEach
  void close() {
    db.close();
  }

  private TypedResource<Order> orders() {
    db.createResource("orders", r -> r.attributes(S3db.schemaOf(Order.class)));
    return db.resource("orders", Order.class);
  }

  @Test
  void derivesTheAttributes() {
    assertThat(S3db.schemaOf(Order.class))
        .containsEntry("customer", "string|required|min:2")
        .containsEntry("status", "string|required")
        .containsEntry("total", "number|required")
        .containsEntry("gift", "boolean|required")
        .containsEntry("placed", "datetime|required")
        .containsEntry("address", Map.of("city", "string|required", "street", "string|optional"))
        .containsEntry("lines", "array|required")
        .containsEntry("tags", "array|items:string|required")
        .containsEntry("sizes", "array|items:number|required")
        .containsEntry("counts", "json|required")
        .containsEntry("shipped", "datetime|optional")
        .containsEntry("remark", "string|optional")
        .doesNotContainKeys("id", "note");
  }

  @Test
  void objectsComeBackEqual() {
    TypedResource<Order> orders = orders();

    assertThat(orders.insert(FULL)).isEqualTo(FULL);
    assertThat(orders.get("o1")).isEqualTo(FULL);
    assertThat(orders.find("none")).isEmpty();
    assertThat(orders.list(10)).containsExactly(FULL);
    assertThat(orders.query(Query.where("status", "PAID").and("address.city", "São Paulo")))
        .containsExactly(FULL);
    assertThat(orders.page(PageRequest.first(10)).items()).containsExactly(FULL);
    assertThat(orders.getMany(List.of("o1", "o2"))).containsExactly(FULL);
    try (var all = orders.stream()) {
      assertThat(all).containsExactly(FULL);
    }
    assertThat(orders.resource().get("o1"))
        .satisfies(record -> assertThat(record.has("remark")).isFalse())
        .satisfies(record -> assertThat(record.text("price")).isEqualTo("12345678901234567890.10"));
    orders.delete("o1");
    assertThat(orders.exists("o1")).isFalse();
  }

  record Brief(String id, Optional<String> name, int n) {}

  @Test
  void anUpdateKeepsWhatTheClassDoesNotKnowAndRemovesWhatBecameAbsent() {
    Resource shorts =
        db.createResource(
            "shorts",
            r -> r.attributes(S3db.schemaOf(Brief.class)).attribute("more", "string|optional"));
    TypedResource<Brief> typed = db.resource("shorts", Brief.class);
    shorts.insert(Document.of("id", "a", "name", "x", "n", 1, "more", "kept"));

    Brief updated = typed.update("a", s -> new Brief(s.id(), Optional.empty(), s.n() + 1));

    assertThat(updated).isEqualTo(new Brief("a", Optional.empty(), 2));
    assertThat(shorts.get("a")).isEqualTo(Document.of("id", "a", "n", 2, "more", "kept"));
    assertThat(typed.upsert(new Brief("b", Optional.of("y"), 1)).id()).isEqualTo("b");
    assertThat(typed.replace(new Brief("b", Optional.empty(), 2)))
        .isEqualTo(new Brief("b", Optional.empty(), 2));
    assertThat(typed.insert(new Brief(null, Optional.empty(), 3)).id()).hasSize(22);
    assertThatThrownBy(() -> typed.replace(new Brief(null, Optional.empty(), 3)))
        .hasMessageContaining("An object without an id");
    assertThat(typed.insertMany(List.of(new Brief("c", Optional.empty(), 1))).complete()).isTrue();
    assertThat(typed.deleteMany(List.of("c", "d")).succeeded()).hasSize(1);
    assertThat(typed.count()).isEqualTo(3);
  }

  static class Animal {
    private @Nullable String id;

    public @Nullable String getId() {
      return id;
    }

    public void setId(String id) {
      this.id = id;
    }
  }

  static final class Cat extends Animal {
    private String name = "";
    private boolean hungry;
    private int lives = 9;
    private transient int seen;
    private final int legs = 4;

    public String getName() {
      return name;
    }

    public void setName(String name) {
      this.name = name;
    }

    public boolean isHungry() {
      return hungry;
    }

    public void setHungry(boolean hungry) {
      this.hungry = hungry;
    }

    public int getLives() {
      return lives;
    }

    public void setLives(int lives) {
      this.lives = lives;
    }

    public int getLegs() {
      return legs + seen;
    }
  }

  @Test
  void beansAreMappedByGettersAndSetters() {
    assertThat(S3db.schemaOf(Cat.class))
        .isEqualTo(
            Map.of(
                "name",
                "string|required",
                "hungry",
                "boolean|required",
                "lives",
                "number|required"));
    db.createResource("cats", r -> r.attributes(S3db.schemaOf(Cat.class)));
    TypedResource<Cat> cats = db.resource("cats", Cat.class);
    Cat tom = new Cat();
    tom.setId("tom");
    tom.setName("Tom");
    tom.setHungry(true);

    cats.insert(tom);

    Cat read = cats.get("tom");
    assertThat(read.getId()).isEqualTo("tom");
    assertThat(read.getName()).isEqualTo("Tom");
    assertThat(read.isHungry()).isTrue();
    assertThat(read.getLives()).isEqualTo(9);
  }

  record Numbers(byte b, short s, int i, long l, float f, double d) {}

  @Test
  void numbersThatDoNotFitAreRefusedByName() {
    Mapper<Numbers> mapper = Mapper.of(Numbers.class);
    Numbers all = new Numbers((byte) -1, (short) 300, 70_000, 5_000_000_000L, 0.1f, 2.5);
    assertThat(mapper.fromDocument(mapper.toDocument(all))).isEqualTo(all);
    Document fine = mapper.toDocument(all).with("id", "x");

    assertThatThrownBy(() -> mapper.fromDocument(fine.with("i", 3_000_000_000L)))
        .isInstanceOf(MappingException.class)
        .hasMessage(
            "Record 'x' cannot be read as Numbers: 'i' is '3000000000', and a whole number that"
                + " fits into int is needed.");
    assertThatThrownBy(() -> mapper.fromDocument(fine.with("l", 1.5)))
        .hasMessageContaining("'l' is '1.5'");
    assertThatThrownBy(() -> mapper.fromDocument(fine.with("b", 128)))
        .hasMessageContaining("fits into byte");
    assertThatThrownBy(() -> mapper.fromDocument(fine.without("d")))
        .hasMessageContaining("'d' is missing, and is needed");
    assertThat(mapper.fromDocument(fine.with("l", 3.0)).l()).isEqualTo(3);
  }

  @Test
  void everyMistakeNamesTheComponent() {
    Mapper<Order> mapper = Mapper.of(Order.class);
    Document fine = mapper.toDocument(FULL);
    Map<String, Object> wrong =
        Map.of(
            "status", "LOST",
            "placed", "yesterday",
            "due", "18.10.2025",
            "token", "no",
            "price", "1,5",
            "gift", "yes",
            "tags", "x",
            "address", 7);
    wrong.forEach(
        (name, value) ->
            assertThatThrownBy(() -> mapper.fromDocument(fine.with(name, value)))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining("Record 'o1' cannot be read as Order: '" + name + "' is '"));
    assertThatThrownBy(() -> mapper.fromDocument(fine.with("status", "LOST")))
        .hasMessageContaining("one of OPEN, PAID is needed");
    assertThatThrownBy(
            () ->
                mapper.fromDocument(
                    fine.with("lines", List.of(Map.of("sku", "a", "quantity", "many")))))
        .hasMessageContaining("'lines[0].quantity' is 'many'");
    assertThatThrownBy(() -> Mapper.of(Line.class).toDocument(new Line(null, 1, BigDecimal.ONE)))
        .hasMessage(
            "A Line cannot be stored: 'sku' is null, and is not declared Optional or @Nullable.");
  }

  record Tree(String name, List<Tree> children) {}

  record Timed(java.time.Duration length) {}

  @SuppressWarnings("ArrayRecordComponent") // refused, which is the test
  record Bytes(byte[] bytes) {}

  record Box<V>(V value) {}

  record Keyed(Map<Integer, String> names) {}

  @Test
  void typesThatCannotBeMappedAreRefusedByName() {
    assertThatThrownBy(() -> Mapper.of(Tree.class)).hasMessageContaining("Tree holds itself");
    assertThatThrownBy(() -> Mapper.of(Timed.class))
        .hasMessageContaining("component 'length' of Timed is a Duration, which cannot be mapped.");
    assertThatThrownBy(() -> Mapper.of(Bytes.class)).hasMessageContaining("content beside");
    assertThatThrownBy(() -> Mapper.of(Box.class)).hasMessageContaining("component 'value' of Box");
    assertThatThrownBy(() -> Mapper.of(Keyed.class)).hasMessageContaining("java.lang.Integer");
    assertThatThrownBy(() -> Mapper.of(Runnable.class)).hasMessageContaining("Runnable");
    assertThatThrownBy(() -> Mapper.of(String.class)).hasMessageContaining("record of your own");
  }
}
