package io.s3db.replicator.backfill;

import io.s3db.S3dbException;
import io.s3db.replicator.ReplicationEvent;
import io.s3db.replicator.ReplicatorState;
import io.s3db.replicator.route.Route;
import io.s3db.replicator.spi.SinkException;
import io.s3db.replicator.spi.Verifiable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares a destination with the source, and puts right what differs if it is told to. */
public final class Verification {
  private static final Logger LOG = LoggerFactory.getLogger(Verification.class);

  private final SyncParts parts;
  private final VerifyTarget destination;
  private final VerifyOptions options;

  /** Prepares one. */
  public Verification(SyncParts parts, VerifyTarget destination, VerifyOptions options) {
    this.parts = parts;
    this.destination = destination;
    this.options = options.ignoring(destination.ignored());
  }

  /**
   * Does it.
   *
   * @throws IllegalStateException if the driver cannot read rows back
   * @throws IllegalArgumentException if a resource is not routed there
   * @throws S3dbException if a side cannot be read now, or the destination does not catch up
   */
  public VerifyReport run() throws InterruptedException {
    check();
    List<Route> routes = routes();
    Instant startedAt = parts.time().instant();
    long began = parts.nanos().getAsLong();
    CatchUp catchUp = new CatchUp(destination.receiver(), parts, options.patience());
    VerifyReport report;
    try {
      catchUp.await();
      List<VerifyReport.Route> compared = isMirror() ? compare(routes, catchUp) : List.of();
      @Nullable JournalReport reconciled = isMirror() ? null : reconcile(routes, catchUp);
      Duration took = Duration.ofNanos(parts.nanos().getAsLong() - began);
      report = new VerifyReport(id(), startedAt, took, catchUp.position(), compared, reconciled);
    } catch (SinkException | SyncHalt | S3dbException e) {
      throw new S3dbException(
          "VERIFY_FAILED",
          "the verification of '" + id() + "' could not be finished: " + e.getMessage(),
          "Nothing is wrong because of it; verify again later.",
          e);
    }
    tell(report);
    return report;
  }

  /**
   * Refuses what could never be finished, as {@link #run} does.
   *
   * @throws IllegalStateException if the driver cannot read rows back, or the destination stands
   *     still
   * @throws IllegalArgumentException if a resource is not routed there, or events should be
   *     repaired
   */
  public void check() {
    requireReady();
    routes();
    if (!isMirror() && options.repair()) {
      throw new IllegalArgumentException(
          "'%s' takes events, which are not repaired: redrive its dead letters, or sync it to tell every record again."
              .formatted(id()));
    }
  }

  private String id() {
    return destination.receiver().id();
  }

  private boolean isMirror() {
    return destination.sink().traits().mirror();
  }

  private void requireReady() {
    if (isMirror() && !(destination.sink() instanceof Verifiable)) {
      throw new IllegalStateException(
          "'%s' cannot be verified: the driver %s cannot read back what it wrote."
              .formatted(id(), destination.driver()));
    }
    ReplicatorState state = destination.receiver().state();
    String remedy =
        switch (state) {
          case PAUSED -> "resume it";
          case DISABLED -> "enable it";
          case NEEDS_SYNC -> "sync it";
          case STARTING, RUNNING, RETRYING, DENIED, STALLED, STOPPED -> "";
        };
    if (!remedy.isEmpty()) {
      throw new IllegalStateException(
          "'%s' is %s, so it lacks what was written since: %s, then verify it."
              .formatted(id(), state.word(), remedy));
    }
  }

  private List<VerifyReport.Route> compare(List<Route> routes, CatchUp catchUp)
      throws SinkException, InterruptedException, SyncHalt {
    Verifiable reader = (Verifiable) destination.sink();
    String name = HexFormat.of().toHexDigits(parts.random().nextLong());
    List<VerifyReport.Route> reports = new ArrayList<>();
    try (Repairs repairs = new Repairs(parts, destination.receiver(), options.repair(), name);
        VerifyMeter meter = VerifyMeter.ofRows(parts.records(), routes, options.progress())) {
      for (Route route : routes) {
        VerifyReport.Route checked =
            new RouteCheck(
                    new RouteParts(
                        parts,
                        destination,
                        reader,
                        route,
                        destination.targets().apply(route),
                        options,
                        catchUp,
                        repairs,
                        meter,
                        new Findings(options.examples())))
                .run();
        if (checked.isEqual()) {
          destination.receiver().proven(route);
        }
        reports.add(checked);
      }
      if (options.repair()) {
        parts.journal().force();
        catchUp.await();
      }
    }
    return reports;
  }

  private JournalReport reconcile(List<Route> routes, CatchUp catchUp)
      throws InterruptedException, SyncHalt {
    JournalCheck check = new JournalCheck(parts, destination, options, routes);
    check.awaitSaved(parts, catchUp.position());
    try (VerifyMeter meter = VerifyMeter.ofChanges(parts.records(), options.progress())) {
      return check.run(meter);
    }
  }

  private List<Route> routes() {
    List<Route> routed = destination.receiver().routes();
    List<String> known = routed.stream().map(Route::resource).distinct().toList();
    for (String name : options.resources()) {
      RoutedNames.require(name, destination.receiver().id(), known, "verified at");
    }
    return options.resources().isEmpty()
        ? routed
        : routed.stream().filter(each -> options.resources().contains(each.resource())).toList();
  }

  private void tell(VerifyReport report) {
    if (report.isEqual()) {
      LOG.info("{}", report.certificate());
    } else {
      LOG.warn("{}", report.certificate());
    }
    if (parts.events().wanted(ReplicationEvent.Verified.class)) {
      parts
          .events()
          .publish(
              new ReplicationEvent.Verified(report.replicator(), parts.time().instant(), report));
    }
  }
}
