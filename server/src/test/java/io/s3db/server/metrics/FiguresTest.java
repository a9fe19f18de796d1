package io.s3db.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.SinkException;
import io.s3db.server.Await;
import io.s3db.server.Desk;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each metric moves with what it measures, and for the destination that it happened to. */
class FiguresTest {
  @TempDir Path folder;
  private Desk desk;

  @BeforeEach
  void start() {
    desk = new Desk(folder, "");
  }

  @AfterEach
  void stop() {
    desk.close();
  }

  /** All values of a scrape, by name and labels. */
  private Map<String, Double> scrape() {
    Map<String, Double> all = new TreeMap<>();
    desk.server()
        .get("/metrics")
        .text()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(
            line -> {
              int space = line.lastIndexOf(' ');
              all.put(line.substring(0, space), Double.parseDouble(line.substring(space + 1)));
            });
    return all;
  }

  private double of(String name, String replicator, String more) {
    String labels = more + "replicator=\"" + replicator + "\"}";
    return scrape().getOrDefault("s3db_replicator_" + name + "{" + labels, -1.0);
  }

  /** One that has the driver as a label. */
  private double figure(String name, String replicator) {
    return of(name, replicator, "driver=\"memory\",");
  }

  private double became(String outcome, String replicator) {
    return of("changes_total", replicator, "driver=\"memory\",outcome=\"" + outcome + "\",");
  }

  private double failures(String kind, String replicator) {
    return of("failures_total", replicator, "class=\"" + kind + "\",driver=\"memory\",");
  }

  private double state(String state, String replicator) {
    return scrape()
        .get(
            "s3db_replicator_state{driver=\"memory\",replicator=\"%s\",state=\"%s\"}"
                .formatted(replicator, state));
  }

  private static void await(Runnable assertions) {
    Awaitility.await().atMost(Await.LONG).untilAsserted(assertions::run);
  }

  @Test
  void deliveriesAreCountedTimedAndWeighed() {
    for (int i = 0; i < 5; i++) {
      desk.order("o-" + i, i);
    }
    desk.order("skipped", -1);
    desk.settle();

    await(
        () -> {
          assertThat(became("delivered", "rows")).isEqualTo(5);
          assertThat(became("skipped", "rows")).isEqualTo(1);
          assertThat(became("delivered", "bell")).isEqualTo(6);
          assertThat(became("skipped", "bell")).isZero();
          assertThat(of("freshness_seconds_count", "rows", "")).isEqualTo(5);
          assertThat(of("batch_changes_sum", "rows", "")).isEqualTo(5);
          assertThat(of("batch_changes_sum", "bell", "")).isEqualTo(6);
          assertThat(of("written_bytes_total", "bell", ""))
              .isGreaterThan(of("written_bytes_total", "rows", ""));
        });
    await(
        () -> {
          double writes = of("batch_changes_count", "rows", "");
          assertThat(writes).isBetween(1.0, 5.0);
          assertThat(of("write_seconds_count", "rows", "")).isEqualTo(writes);
          assertThat(figure("attempts_total", "rows")).isGreaterThanOrEqualTo(writes);
        });
    assertThat(of("write_seconds_sum", "rows", "")).isPositive();
    assertThat(figure("lag_events", "rows")).isZero();
    assertThat(figure("lag_seconds", "rows")).isZero();
    assertThat(state("running", "rows")).isEqualTo(1);
    assertThat(scrape().get("s3db_writes_total")).isEqualTo(6);
    assertThat(scrape().get("s3db_events_dropped_total")).isZero();
    assertThat(scrape().get("s3db_writes_in_doubt")).isZero();
    assertThat(scrape().get("s3db_writes_unresolved_total")).isZero();
  }

  @Test
  void histogramsHaveBucketsThatGrow() {
    desk.order("o-1", 1);
    desk.settle();
    await(
        () -> {
          assertThat(scrape().keySet())
              .anyMatch(it -> it.startsWith("s3db_replicator_freshness_seconds_bucket{"))
              .anyMatch(it -> it.startsWith("s3db_replicator_write_seconds_bucket{"))
              .anyMatch(it -> it.startsWith("s3db_replicator_batch_changes_bucket{"));
          assertThat(scrape())
              .containsEntry(
                  "s3db_replicator_freshness_seconds_bucket{replicator=\"rows\",le=\"+Inf\"}", 1.0)
              .containsEntry(
                  "s3db_replicator_write_seconds_bucket{replicator=\"bell\",le=\"300.0\"}", 1.0);
        });
  }

  @Test
  void anOutageShowsAsLagAndFailuresOfItsDestinationOnly() {
    desk.rows().faults().refuse();
    desk.order("o-1", 1);
    desk.order("o-2", 1);

    await(
        () -> {
          assertThat(figure("lag_events", "rows")).isEqualTo(2);
          assertThat(figure("lag_seconds", "rows")).isPositive();
          assertThat(failures("unavailable", "rows")).isPositive();
          assertThat(state("retrying", "rows")).isEqualTo(1);
          assertThat(state("running", "rows")).isZero();
          assertThat(figure("lag_events", "bell")).isZero();
        });
    assertThat(failures("unavailable", "bell")).isZero();
    assertThat(figure("attempts_total", "rows")).isGreaterThanOrEqualTo(1);
    assertThat(scrape().get("s3db_journal_bytes")).isPositive();
  }

  @Test
  void failuresHaveTheirClasses() {
    desk.rows().faults().failAlways(() -> new SinkException.Denied("not you", null));
    desk.bell().faults().refuse("o-1", Rejection.Kind.PERMANENT, "400");
    desk.order("o-1", 1);

    await(
        () -> {
          assertThat(failures("denied", "rows")).isPositive();
          assertThat(state("denied", "rows")).isEqualTo(1);
          assertThat(failures("refused", "bell")).isPositive();
          assertThat(became("dead_lettered", "bell")).isEqualTo(1);
          assertThat(figure("dead_letters", "bell")).isEqualTo(1);
        });
    assertThat(figure("dead_letters", "rows")).isZero();

    desk.bell().faults().acceptAll();
    desk.server().post("/api/v1/dead-letters/redrive?wait=30", Map.of("all", true));
    await(
        () -> {
          assertThat(became("redriven", "bell")).isEqualTo(1);
          assertThat(figure("dead_letters", "bell")).isZero();
        });
  }

  @Test
  void whatIsRefusedAndTriedAgainIsParked() {
    desk.bell().faults().refuse("o-1", Rejection.Kind.DEPENDENT, "23503");
    desk.order("o-1", 1);

    await(
        () ->
            assertThat(figure("parked", "bell") + figure("dead_letters", "bell"))
                .as("parked until its tries are used up")
                .isPositive());
    assertThat(figure("parked", "rows")).isZero();
  }

  @Test
  void requestsAreTimedByRouteAndNotByWhatSomebodyMakesUp() {
    desk.server().get("/api/v1/resources/orders/nobody");
    desk.server().get("/no/such/route/" + "x".repeat(100));

    await(
        () ->
            assertThat(scrape())
                .containsEntry(
                    "s3db_http_requests_seconds_count{method=\"GET\",route=\"/api/v1/resources/{resource}/{id}\",status=\"404\"}",
                    1.0)
                .containsEntry(
                    "s3db_http_requests_seconds_count{method=\"GET\",route=\"none\",status=\"404\"}",
                    1.0));
  }
}
