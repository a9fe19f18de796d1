package io.s3db.cli.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.cli.ExitCodes;
import io.s3db.cli.Ran;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordsTest {
  @TempDir private Path folder;
  private String db = "";

  @BeforeEach
  void createOrders() {
    db = "file://" + folder;
    Ran.s3db(
            "create",
            "orders",
            "userId:string|required",
            "total:number",
            "paid:boolean|optional",
            "zip:string|optional",
            "tags:array|items:string|optional",
            "--db",
            db)
        .ok();
  }

  private Ran s3db(String... arguments) {
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--db";
    all[arguments.length + 1] = db;
    return Ran.s3db(all);
  }

  @Test
  void insertsFieldsByTheTypesOfTheirAttributes() {
    Document stored =
        s3db(
                "insert",
                "orders",
                "id=o1",
                "userId=007",
                "total=12.5",
                "paid=true",
                "tags=[\"a\"]",
                "--json")
            .ok()
            .document();
    assertThat(stored)
        .isEqualTo(
            Document.of(
                "id",
                "o1",
                "userId",
                "007",
                "total",
                12.5,
                "paid",
                true,
                "tags",
                java.util.List.of("a")));
    assertThat(s3db("get", "orders", "o1", "--json").ok().document()).isEqualTo(stored);
  }

  @Test
  void insertsAJsonObject() {
    s3db("insert", "orders", "{\"id\":\"o1\",\"userId\":\"a=b\",\"total\":1}").ok();
    assertThat(s3db("get", "orders", "o1", "--json").document().text("userId")).isEqualTo("a=b");
  }

  @Test
  void saysWhichFieldIsWrong() {
    Ran ran = s3db("insert", "orders", "userId=a", "total=many");
    assertThat(ran.code()).isEqualTo(ExitCodes.FAILED);
    assertThat(ran.err()).contains("'total'").contains("number");
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void updatesSomeFieldsAndTakesAwayOthers() {
    s3db("insert", "orders", "id=o1", "userId=a", "total=1", "zip=12345").ok();
    s3db("update", "orders", "o1", "{\"total\":2,\"zip\":null}").ok();
    Document now = s3db("get", "orders", "o1", "--json").document();
    assertThat(now.number("total")).isEqualTo(2);
    assertThat(now.get("zip")).isNull();
    assertThat(now.text("userId")).isEqualTo("a");
  }

  @Test
  void deletesByIdAndFailsOnOneThatIsNotThere() {
    s3db("insert", "orders", "id=o1", "userId=a", "total=1").ok();
    assertThat(s3db("delete", "orders", "o1").ok().out()).isEqualTo("Deleted orders/o1.\n");
    Ran again = s3db("delete", "orders", "o1");
    assertThat(again.code()).isEqualTo(ExitCodes.FAILED);
    assertThat(again.err()).contains("Cannot delete record 'o1' of 'orders': there is none.");
    assertThat(s3db("get", "orders", "o1").code()).isEqualTo(ExitCodes.FAILED);
  }

  @Test
  void queriesByTheTypeOfTheAttribute() {
    s3db("insert", "orders", "id=o1", "userId=a", "total=5", "zip=5").ok();
    s3db("insert", "orders", "id=o2", "userId=b", "total=50", "paid=true", "zip=abc").ok();
    assertThat(ids("total=5")).containsExactly("o1");
    assertThat(ids("zip=5")).containsExactly("o1");
    assertThat(ids("total>=5")).containsExactly("o1", "o2");
    assertThat(ids("total>5")).containsExactly("o2");
    assertThat(ids("total<50", "userId=a")).containsExactly("o1");
    assertThat(ids("userId!=a")).containsExactly("o2");
    assertThat(ids("paid=true")).containsExactly("o2");
    assertThat(ids("zip~^a")).containsExactly("o2");
    assertThat(ids("{\"total\":{\"$in\":[50]}}")).containsExactly("o2");
    assertThat(ids("total=7")).isEmpty();
  }

  private java.util.List<String> ids(String... conditions) {
    String[] all = new String[conditions.length + 3];
    all[0] = "query";
    all[1] = "orders";
    System.arraycopy(conditions, 0, all, 2, conditions.length);
    all[all.length - 1] = "--json";
    return s3db(all).ok().documents().stream().map(Document::id).toList();
  }

  @Test
  void saysThatThereAreMoreThanTheLimit() {
    for (int i = 1; i <= 3; i++) {
      s3db("insert", "orders", "id=o" + i, "userId=a", "total=" + i).ok();
    }
    Ran two = s3db("list", "orders", "--limit", "2", "--json").ok();
    assertThat(two.documents()).extracting(Document::id).containsExactly("o1", "o2");
    assertThat(two.err()).contains("There are more: these are the first 2.");
    Ran three = s3db("list", "orders", "--limit", "3", "--json").ok();
    assertThat(three.documents()).hasSize(3);
    assertThat(three.err()).doesNotContain("more");
    assertThat(s3db("list", "orders", "--limit", "0", "--json").documents()).hasSize(3);
    assertThat(s3db("list", "orders", "--limit", "-1").code()).isEqualTo(ExitCodes.USAGE);
  }

  @Test
  void printsATableForPeople() {
    s3db("insert", "orders", "id=o1", "userId=alice", "total=299.99").ok();
    s3db("insert", "orders", "id=o2", "userId=bob\nx", "total=5").ok();
    assertThat(s3db("list", "orders").ok().out())
        .isEqualTo(
            """
            id  userId   total
            o1  alice   299.99
            o2  bob\\nx       5
            """);
  }

  @Test
  void namesTheNearestResource() {
    Ran ran = s3db("list", "ordres");
    assertThat(ran.code()).isEqualTo(ExitCodes.FAILED);
    assertThat(ran.err()).contains("There is no resource 'ordres'. Did you mean 'orders'?");
  }

  @Test
  void createsOnceAndLeavesAnotherOfTheNameAlone() {
    assertThat(s3db("create", "notes", "text:string", "--json").ok().document())
        .isEqualTo(Document.of("name", "notes", "created", true));
    assertThat(s3db("create", "notes", "text:string", "--json").ok().document())
        .isEqualTo(Document.of("name", "notes", "created", false));
    Ran other = s3db("create", "notes", "text:number");
    assertThat(other.code()).isEqualTo(ExitCodes.FAILED);
    assertThat(other.err()).contains("There is a resource 'notes' with other attributes.");
  }

  @Test
  void createsTimestampsAndNestedAttributes() {
    s3db(
            "create",
            "people",
            "{\"name\":\"string\",\"address\":{\"city\":\"string\"}}",
            "--timestamps")
        .ok();
    Document stored =
        s3db("insert", "people", "name=Ada", "address.city=London", "--json").ok().document();
    assertThat(stored.text("address.city")).isEqualTo("London");
    assertThat(stored.text("createdAt")).matches("\\d{4}-.*Z");
  }

  @Test
  void listsResourcesWithTheirCounts() {
    s3db("insert", "orders", "userId=a", "total=1").ok();
    Document orders = s3db("resources", "--json").ok().document();
    assertThat(orders.text("name")).isEqualTo("orders");
    assertThat(orders.integer("records")).isEqualTo(1);
    assertThat(orders.text("attributes.userId")).isEqualTo("string|required");
    assertThat(s3db("resources").ok().out()).contains("userId: string|required, total: number");
  }

  @Test
  void saysThatNoReplicationSeesWhatIsWritten() {
    assertThat(s3db("insert", "orders", "userId=a", "total=1").err())
        .contains("--db writes past any replication");
    assertThat(s3db("list", "orders").err()).isEmpty();
  }

  @Test
  void refusesArgumentsThatAreNoFieldsAndNoConditions() {
    assertThat(s3db("insert", "orders", "alice").code()).isEqualTo(ExitCodes.USAGE);
    assertThat(s3db("query", "orders", "alice").err()).contains("'alice' is no condition");
    assertThat(s3db("create", "x", "alice").err()).contains("'alice' is no attribute");
  }
}
