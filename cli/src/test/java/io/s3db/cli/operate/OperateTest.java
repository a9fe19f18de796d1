package io.s3db.cli.operate;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.cli.ExitCodes;
import io.s3db.cli.Ran;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the commands make of the answers of a daemon. */
class OperateTest {
  private FakeDaemon daemon;

  @BeforeEach
  void start() throws IOException {
    daemon = new FakeDaemon();
  }

  @AfterEach
  void stop() {
    daemon.close();
  }

  private static String job(String kind, String state, String result) {
    return """
    {"id":"%1$s-1","kind":"%1$s","replicator":"warehouse","state":"%2$s","reason":"why",
     "progress":{"done":3,"total":9,"fraction":0.3,"copied":3,"superseded":1},"result":%3$s}\
    """
        .formatted(kind, state, result);
  }

  @Test
  void showsHowDestinationsStand() {
    daemon.answering(
        "GET /api/v1/replicators",
        """
        {"replicators":[{"id":"warehouse","driver":"postgresql","state":"retrying",
          "reason":"The connection was refused.","lag":{"events":1200,"seconds":185.5},
          "deadLetters":2,"rates":{"delivered":12.44},"counters":{"delivered":9120},
          "routes":[{"name":"orders#0","state":"paused","reason":"A column is missing."}]}]}\
        """);
    assertThat(daemon.s3db("status").ok().out())
        .isEqualTo(
            """
            replicator  driver      state     behind    for  delivered  per s  dead  reason
            warehouse   postgresql  retrying   1,200  3 min      9,120   12.4     2  The connection was refused.
              orders#0              paused                                           A column is missing.
            """);
    assertThat(daemon.s3db("status", "--json").ok().document().integer("lag.events"))
        .isEqualTo(1200);
  }

  @Test
  void showsWhatIsUnderWay() {
    daemon
        .answering(
            "GET /api/v1/replicators/warehouse",
            "{\"id\":\"warehouse\",\"driver\":\"postgresql\",\"state\":\"retrying\"}")
        .answering(
            "GET /api/v1/jobs",
            """
            {"jobs":[
             {"id":"s1","kind":"sync","replicator":"warehouse","state":"waiting",
              "reason":"It is retrying.","progress":{"done":1280,"total":50000}},
             {"id":"v1","kind":"verify","replicator":"warehouse","state":"running","reason":"",
              "progress":{"done":7,"total":null}},
             {"id":"v0","kind":"verify","replicator":"warehouse","state":"finished","reason":""},
             {"id":"s2","kind":"sync","replicator":"other","state":"running","reason":""}]}\
            """);
    assertThat(daemon.s3db("status", "warehouse").ok().out())
        .endsWith(
            """
            sync warehouse is waiting: 1,280 of 50,000. It is retrying.
            verify warehouse is running: 7
            """)
        .doesNotContain("finished", "other");
  }

  @Test
  void asksForAToken() {
    Ran ran = Ran.s3db("status", "--url", daemon.address());
    assertThat(ran.code()).isEqualTo(ExitCodes.FAILED);
    assertThat(ran.err()).contains("A token is needed.").contains("S3DB_TOKEN");
    assertThat(Ran.s3db("status", "--url", daemon.address(), "--token", "wrong").code())
        .isEqualTo(ExitCodes.FAILED);
    daemon.answering("GET /api/v1/replicators", "{\"replicators\":[]}");
    Ran.s3db("status", "--url", daemon.address(), "--token", "letmein").ok();
  }

  @Test
  void saysThatNothingAnswers() {
    daemon.close();
    Ran ran = daemon.s3db("status");
    assertThat(ran.code()).isEqualTo(ExitCodes.FAILED);
    assertThat(ran.err()).contains("Nothing answers at " + daemon.address()).contains("s3db run");
  }

  @Test
  void switchesDestinations() {
    for (String word : new String[] {"pause", "resume", "enable", "disable"}) {
      daemon.answering(
          "POST /api/v1/replicators/ware%20house/" + word,
          "{\"id\":\"ware house\",\"state\":\"paused\",\"reason\":\"By hand.\"}");
      assertThat(daemon.s3db(word, "ware house").ok().out())
          .isEqualTo("ware house is paused. By hand.\n");
    }
  }

  @Test
  void waitsForASync() {
    daemon
        .answering("POST /api/v1/replicators/warehouse/sync", job("sync", "running", "null"))
        .answering(
            "GET /api/v1/jobs/sync-1?wait=1",
            job("sync", "waiting", "null"),
            job("sync", "finished", "null"));
    assertThat(
            daemon
                .s3db(
                    "sync",
                    "warehouse",
                    "orders",
                    "users",
                    "--where",
                    "{\"region\":\"eu\"}",
                    "--changed-since",
                    "2026-01-01T00:00:00Z",
                    "--rate",
                    "500")
                .ok()
                .out())
        .startsWith("3 records were copied to warehouse (1 were copied in a later state");
    assertThat(daemon.asked().getFirst())
        .isEqualTo(
            "POST /api/v1/replicators/warehouse/sync {\"resources\":[\"orders\",\"users\"],"
                + "\"where\":{\"region\":\"eu\"},\"changedSince\":\"2026-01-01T00:00:00Z\",\"rateLimit\":500}");
    assertThat(daemon.asked()).hasSize(3);
  }

  @Test
  void failsWithAJobThatFails() {
    daemon.answering("POST /api/v1/replicators/warehouse/sync", job("sync", "halted", "null"));
    Ran ran = daemon.s3db("sync", "warehouse");
    assertThat(ran.code()).isEqualTo(ExitCodes.FAILED);
    assertThat(ran.err()).contains("sync warehouse is halted. why");
  }

  @Test
  void endsWithThreeOnDifferences() {
    String result =
        """
        {"equal":%s,"certificate":"source <> warehouse","routes":[{"name":"orders#0",
         "target":"order_facts","sourceRows":50000,"destinationRows":49999,"missing":1,"extra":0,
         "different":2,"failed":0,"moving":0,"repaired":0,
         "examples":[{"kind":"different","key":"o-17","detail":"amount"}]}]}\
        """;
    daemon.answering(
        "POST /api/v1/replicators/warehouse/verify",
        job("verify", "finished", result.formatted("false")),
        job("verify", "finished", result.formatted("true")));
    Ran ran = daemon.s3db("verify", "warehouse", "orders", "--repair", "--ignore", "a,b");
    assertThat(ran.code()).isEqualTo(ExitCodes.DIFFERENCES);
    assertThat(ran.out())
        .isEqualTo(
            """
            route     target       source   there  missing  extra  different  failed  moving  repaired
            orders#0  order_facts  50,000  49,999        1      0          2       0       0         0
              different o-17 amount
            source <> warehouse
            """);
    assertThat(daemon.asked())
        .containsExactly(
            "POST /api/v1/replicators/warehouse/verify {\"repair\":true,\"resources\":[\"orders\"],"
                + "\"ignore\":[\"a\",\"b\"]}");
    assertThat(daemon.s3db("verify", "warehouse").code()).isZero();
  }

  @Test
  void listsDeadLettersPageByPage() {
    String letter =
        "{\"items\":[{\"id\":\"d%s\",\"replicator\":\"warehouse\",\"resource\":\"orders\","
            + "\"recordId\":\"o-%s\",\"operation\":\"update\",\"attempts\":4,"
            + "\"buriedAt\":\"2026-01-05T09:00:07.000Z\",\"error\":\"no\"}],\"cursor\":%s}";
    daemon
        .answering(
            "GET /api/v1/dead-letters?limit=100&replicator=warehouse",
            letter.formatted("1", "17", "\"next/1\""))
        .answering(
            "GET /api/v1/dead-letters?limit=100&replicator=warehouse&cursor=next%2F1",
            letter.formatted("2", "18", "null"));
    assertThat(daemon.s3db("redrive", "--replicator", "warehouse", "--json").ok().documents())
        .extracting(each -> each.id())
        .containsExactly("d1", "d2");
    assertThat(daemon.s3db("redrive", "--replicator", "warehouse").ok().out())
        .contains("orders/o-17")
        .contains("orders/o-18");
  }

  @Test
  void sendsDeadLettersAgain() {
    String result = "{\"counts\":{\"redriven\":%s,\"refused\":%s},\"results\":[]}";
    daemon.answering(
        "POST /api/v1/dead-letters/redrive",
        job("redrive", "finished", result.formatted(2, 0)),
        job("redrive", "finished", result.formatted(1, 1)));
    assertThat(daemon.s3db("redrive", "d1", "d2", "--replicator", "warehouse", "--late").ok().out())
        .isEqualTo("2 redriven.\n");
    assertThat(daemon.s3db("redrive", "--all").code()).isEqualTo(ExitCodes.FAILED);
    assertThat(daemon.asked())
        .containsExactly(
            "POST /api/v1/dead-letters/redrive"
                + " {\"replicator\":\"warehouse\",\"ids\":[\"d1\",\"d2\"],\"late\":true}",
            "POST /api/v1/dead-letters/redrive {\"all\":true,\"late\":false}");
  }

  @Test
  void refusesAnUnclearRedrive() {
    assertThat(daemon.s3db("redrive", "d1").code()).isEqualTo(ExitCodes.USAGE);
    assertThat(daemon.s3db("redrive", "d1", "--all", "--replicator", "x").code())
        .isEqualTo(ExitCodes.USAGE);
    assertThat(daemon.s3db("redrive", "--late").code()).isEqualTo(ExitCodes.USAGE);
    assertThat(daemon.asked()).isEmpty();
  }

  @Test
  void tellsTheJourneyOfARecord() {
    daemon.answering(
        "GET /api/v1/explain/orders/a%2Fb",
        """
        {"resource":"orders","recordId":"a/b","known":true,
         "source":{"kind":"present","sentence":"It is there."},
         "journal":{"sentence":"It holds one change.","changes":[{"id":"e1","operation":"insert",
           "changedAt":"2026-01-05T09:00:00.000Z","outcome":"applied"}]},
         "journeys":[{"replicator":"warehouse","driver":"postgresql","target":"order_facts",
           "state":"running","reason":"","remark":"All is well.",
           "steps":[{"change":"e1","sentence":"It was delivered.","row":{"amount":5}}]}]}\
        """);
    assertThat(daemon.s3db("explain", "orders/a/b").ok().out())
        .isEqualTo(
            """
            orders/a/b
            source: It is there.
            journal: It holds one change.
              change  operation  at                        outcome
              e1      insert     2026-01-05T09:00:00.000Z  applied

            warehouse (postgresql) -> order_facts: running
              e1  It was delivered.
                row: {"amount":5}
              All is well.
            """);
    assertThat(daemon.s3db("explain", "orders").code()).isEqualTo(ExitCodes.USAGE);
  }

  @Test
  void failsToExplainWhatNobodyKnows() {
    daemon.answering(
        "GET /api/v1/explain/orders/x",
        """
        {"known":false,"source":{"sentence":"there is no such record"},
         "journeys":[{"replicator":"warehouse","driver":"postgresql","target":"order_facts",
           "state":"running","reason":"","remark":"","steps":[]},
          {"replicator":"old","driver":"","target":"","state":"disabled","reason":"by hand",
           "remark":"It is not configured.","steps":[]}]}\
        """);
    Ran asked = daemon.s3db("explain", "orders/x");
    assertThat(asked.code()).isEqualTo(ExitCodes.FAILED);
    assertThat(asked.out())
        .contains("Nothing else is known of such a record.", "disabled: by hand")
        .doesNotContain("warehouse");
  }

  @Test
  void purges() {
    daemon.answering("POST /api/v1/purge/orders/o-1", "{\"journal\":3,\"claims\":0}");
    assertThat(daemon.s3db("purge", "orders/o-1").ok().out())
        .isEqualTo("what     erased\njournal  3\nclaims   0\n");
    assertThat(daemon.asked().getLast())
        .endsWith("{\"patience\":10000,\"force\":false,\"existing\":false}");
    daemon.s3db("purge", "orders/o-1", "--force", "--existing", "--patience", "2m").ok();
    assertThat(daemon.asked().getLast())
        .endsWith("{\"patience\":120000,\"force\":true,\"existing\":true}");
    Ran wrong = daemon.s3db("purge", "orders/o-1", "--patience", "soon");
    assertThat(wrong.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(wrong.err()).contains("'soon' is no time: write such as 500ms, 10s, 5m or 1h");
  }

  @Test
  void followsEventsToALimit() {
    daemon.answering(
        "GET /api/v1/events?replicator=warehouse&resource=orders&record=o%201&type=replicated%2Cwarned",
        """
        event: hello
        data: {"version":"0.1.0"}

        : alive
        event: replicated
        data: {"type":"replicated","replicator":"warehouse","at":"2026-01-05T09:00:00.004Z","operation":"insert","resource":"orders","record":"o 1","deliveryId":"d","attempts":1}

        event: warned
        data: {"type":"warned","replicator":"warehouse","at":"2026-01-05T09:00:00.005Z","code":"X"}

        """);
    String[] filters = {
      "logs",
      "--replicator",
      "warehouse",
      "--resource",
      "orders",
      "--record",
      "o 1",
      "--type",
      "replicated,warned",
      "--limit",
      "2"
    };
    assertThat(daemon.s3db(filters).ok().out())
        .isEqualTo(
            """
            2026-01-05T09:00:00.004Z  replicated        warehouse  insert orders/o 1  attempts=1
            2026-01-05T09:00:00.005Z  warned            warehouse  code=X
            """);
    filters[10] = "3";
    Ran ended = daemon.s3db(filters);
    assertThat(ended.code()).isEqualTo(ExitCodes.FAILED);
    assertThat(ended.err()).contains("The daemon ended the tail");
  }
}
