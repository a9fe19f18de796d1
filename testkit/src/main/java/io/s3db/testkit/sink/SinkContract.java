package io.s3db.testkit.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.s3db.Document;
import io.s3db.replicator.options.Options;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.KeyFields;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkException;
import io.s3db.replicator.spi.SinkProvider;
import io.s3db.replicator.spi.Target;
import io.s3db.testkit.leak.LeakCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every destination driver promises, as tests.
 *
 * <p>Extend {@link MirrorSinkContract} or {@link EventSinkContract}, not this class. A driver's
 * test says which driver it is, how it is configured, and how to read back what arrived. Each test
 * gets a sink of its own, opened from the configuration; the destination must be empty when {@link
 * #config} is called.
 */
@ExtendWith(LeakCheck.class)
public abstract class SinkContract {
  /** The bound of every wait. */
  protected static final Duration SOON = Duration.ofSeconds(20);

  /** The name of the target most tests write to. */
  protected static final String ORDERS = "orders";

  /** What the sink is given, and what it told. */
  protected final RecordingSinkContext context = context();

  private final List<Sink> opened = new ArrayList<>();
  private final Map<String, Object> options = new LinkedHashMap<>();
  private @Nullable Sink current;

  /** The driver. */
  protected abstract SinkProvider provider();

  /** The {@code config} for a fresh, empty destination; called once before each test. */
  protected abstract Map<String, Object> config();

  /** Texts of the configuration that must never print: passwords, secret keys. */
  protected List<String> secrets() {
    return List.of();
  }

  /** How to break the destination; empty only if it cannot be broken. */
  protected abstract Optional<Outage> outage();

  /**
   * The row, changed such that the destination refuses it and only it; empty only if the
   * destination can refuse no row.
   */
  protected abstract Optional<Document> refused(Document row);

  /** How many records a large batch has. */
  protected int largeBatch() {
    return 1_000;
  }

  /** The context of every sink; override it to give a source database. */
  protected RecordingSinkContext context() {
    return new RecordingSinkContext();
  }

  /** The destination's resource for a source resource: override it to add key fields. */
  protected Target target(String name) {
    return new Target(name, name, List.of(), false, Rows.ATTRIBUTES);
  }

  @BeforeEach
  final void openSink() {
    options.putAll(config());
    current = open();
  }

  @AfterEach
  final void closeSinks() {
    outage().ifPresent(Outage::mend);
    opened.forEach(Sink::close);
  }

  /** The sink under test. */
  protected final Sink sink() {
    if (current == null) {
      throw new IllegalStateException("no test is running");
    }
    return current;
  }

  /** A further sink of the same configuration, closed after the test. */
  protected final Sink open() {
    Sink sink = configure(options).open(context);
    opened.add(sink);
    return sink;
  }

  /** Prepares a target and makes deliveries for it. */
  protected final DeliveryFixtures prepared(String name) throws Exception {
    return prepared(name, Rows.order("sample"));
  }

  /** Prepares a target for rows like the sample and makes deliveries for it. */
  protected final DeliveryFixtures prepared(String name, Document sample) throws Exception {
    KeyFields key = sink().prepare(target(name), sample);
    return new DeliveryFixtures(name, key, sink().traits().mirror());
  }

  /** Writes one batch and expects that nothing is refused. */
  protected final void write(Delivery... batch) throws Exception {
    assertThat(Bisection.write(sink(), List.of(batch))).isEmpty();
  }

  /** How to break the destination; skips the test, saying so, if there is no way. */
  protected final Outage breakable() {
    Assumptions.assumeTrue(outage().isPresent(), "this destination cannot be broken");
    return outage().orElseThrow();
  }

  @Test
  void namesItsTargetWithoutCredentials() {
    String target = configure(options).target();

    assertThat(target).isNotBlank();
    assertThat(secrets()).noneMatch(target::contains);
  }

  @Test
  void namesAnUnknownOption() {
    Map<String, Object> mistaken = new LinkedHashMap<>(options);
    mistaken.put("noSuchOption", 1);
    List<String> problems = new ArrayList<>();

    provider().configure(Options.of("config", mistaken, problems));

    assertThat(problems).singleElement().asString().startsWith("config.noSuchOption ");
  }

  @Test
  void reportsMissingOptionsInsteadOfFailing() {
    List<String> problems = new ArrayList<>();

    provider().configure(Options.of("config", Map.of(), problems));

    assertThat(problems).isNotEmpty().allMatch(problem -> problem.startsWith("config"));
  }

  @Test
  void keepsSecretsOutOfItsDescriptions() {
    SinkProvider.Configured configured = configure(options);

    assertThat(secrets())
        .noneMatch(secret -> (configured + " " + sink() + " " + sink().traits()).contains(secret));
  }

  @Test
  void opensAlthoughTheDestinationIsDown() throws Exception {
    breakable().refuse();
    Sink sink = open();

    assertThat(catchThrowable(() -> sink.prepare(target(ORDERS), Rows.order("1"))))
        .isInstanceOf(SinkException.Unavailable.class);
    breakable().mend();

    assertThat(sink.prepare(target(ORDERS), Rows.order("1"))).isNotNull();
  }

  @Test
  void probesTheDestination() throws Exception {
    sink().probe();
    breakable().refuse();

    assertThat(catchThrowable(sink()::probe)).isInstanceOf(SinkException.Unavailable.class);
    breakable().mend();

    await().atMost(SOON).untilAsserted(() -> sink().probe());
  }

  @Test
  void saysThatTheDestinationIsUnavailableAndNamesNoSecret() throws Exception {
    DeliveryFixtures orders = prepared(ORDERS);
    Delivery first = orders.insert(Rows.order("1"));
    breakable().refuse();

    Throwable failure = catchThrowable(() -> sink().write(List.of(first)));

    assertThat(failure).isInstanceOf(SinkException.Unavailable.class);
    assertThat(failure.getMessage()).isNotBlank();
    assertThat(secrets()).noneMatch(everything(failure)::contains);
    breakable().mend();
    await().atMost(SOON).ignoreExceptionsInstanceOf(SinkException.class).until(() -> sends(first));
  }

  @Test
  void isFreedByAnInterruptWhileTheDestinationHangs() throws Exception {
    DeliveryFixtures orders = prepared(ORDERS);
    Outage outage = breakable();
    outage.hang();
    List<Throwable> ends = new ArrayList<>();
    Thread writer =
        Thread.ofVirtual()
            .start(
                () ->
                    ends.add(
                        catchThrowable(
                            () -> sink().write(List.of(orders.insert(Rows.order("1")))))));
    await().atMost(SOON).until(outage::hanging);

    writer.interrupt();

    assertThat(writer.join(SOON)).isTrue();
    assertThat(ends)
        .singleElement()
        .isInstanceOfAny(InterruptedException.class, SinkException.Unavailable.class);
  }

  @Test
  void refusesOneBadRecordAndTakesTheOthers() throws Exception {
    DeliveryFixtures orders = prepared(ORDERS);
    Assumptions.assumeTrue(
        refused(Rows.order("bad")).isPresent(), "this destination refuses no row");
    List<Delivery> batch = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      batch.add(orders.insert(Rows.order("good-" + i)));
    }
    Delivery bad = orders.insert(refused(Rows.order("bad")).orElseThrow());
    batch.add(4, bad);

    List<Rejection> rejections = Bisection.write(sink(), batch);

    assertThat(rejections).singleElement().extracting(Rejection::id).isEqualTo(bad.id());
    assertThat(rejections.getFirst().code()).isNotBlank();
    assertThat(rejections.getFirst().message()).isNotBlank();
    assertArrived(batch.stream().filter(each -> !each.equals(bad)).toList());
  }

  @Test
  void takesAnEmptyBatch() throws Exception {
    prepared(ORDERS);

    assertThat(sink().write(List.of())).isEmpty();
  }

  @Test
  void takesALargeBatch() throws Exception {
    DeliveryFixtures orders = prepared(ORDERS);
    List<Delivery> batch = new ArrayList<>();
    for (int i = 0; i < largeBatch(); i++) {
      batch.add(orders.insert(Rows.order("order-" + i)));
    }

    assertThat(sink().write(batch)).isEmpty();

    assertArrived(batch);
  }

  @Test
  void carriesOddTextUnchanged() throws Exception {
    Document odd = Rows.oddText("1");
    DeliveryFixtures orders = prepared(ORDERS, odd);
    Delivery delivery = orders.insert(odd);

    write(delivery);

    assertArrived(List.of(delivery));
  }

  @Test
  void carriesFieldsWithOddNames() throws Exception {
    Document odd = Rows.oddNames("1");
    DeliveryFixtures orders = prepared("odd_names", odd);
    Delivery delivery = orders.insert(odd);

    write(delivery);

    assertArrived(List.of(delivery));
  }

  @Test
  void writesTwoTargetsInOneBatch() throws Exception {
    Delivery order = prepared(ORDERS).insert(Rows.order("1"));
    Delivery invoice = prepared("invoices").insert(Rows.order("1").with("name", "an invoice"));

    write(order, invoice);

    assertArrived(List.of(order));
    assertArrived(List.of(invoice));
  }

  @Test
  void closesTwice() throws Exception {
    Sink sink = open();
    sink.close();
    sink.close();

    sink().probe();
  }

  /** Checks that the deliveries, all of one target and of different records, are there. */
  abstract void assertArrived(List<Delivery> deliveries) throws Exception;

  private boolean sends(Delivery delivery) throws Exception {
    return sink().write(List.of(delivery)).isEmpty();
  }

  private SinkProvider.Configured configure(Map<String, Object> values) {
    List<String> problems = new ArrayList<>();
    SinkProvider.Configured configured =
        provider().configure(Options.of("config", values, problems));
    assertThat(problems).isEmpty();
    return configured;
  }

  private static String everything(Throwable failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable each = failure; each != null; each = each.getCause()) {
      text.append(each).append('\n');
    }
    return text.toString();
  }
}
