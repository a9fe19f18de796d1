package io.s3db.replicator.explain;

import io.s3db.ResourceNotFoundException;
import io.s3db.S3dbException;
import io.s3db.plugin.RecordAccess.State;
import io.s3db.replicator.ReplicatorState;
import io.s3db.replicator.explain.ExplainedChange.Outcome;
import io.s3db.replicator.explain.Explanation.Journalled;
import io.s3db.replicator.explain.Explanation.Journey;
import io.s3db.replicator.explain.Explanation.Step;
import io.s3db.replicator.journal.ChangeEvent;
import io.s3db.replicator.journal.RecordTraces;
import io.s3db.replicator.journal.RecordTraces.Kind;
import io.s3db.replicator.journal.RecordTraces.Trace;
import io.s3db.replicator.route.Route;
import io.s3db.replicator.state.DeadLetter;
import io.s3db.replicator.state.ParkedChange;
import io.s3db.replicator.state.RecordState.Found;
import io.s3db.replicator.state.RecordState.RowKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Explains one record. Reads only: it sends nothing, and leaves nothing behind. */
public final class Explainer {
  /** So much of the journal is looked through for an explanation, the newest part. */
  public static final long LIMIT = 256L << 20;

  private final Parts parts;

  /** Explains from these parts; what was settled so far must have been saved. */
  public Explainer(Parts parts) {
    this.parts = parts;
  }

  /** A change, and where it lies in the journal; null if the state alone knows it. */
  record Known(ChangeEvent event, @Nullable Trace trace) {}

  /**
   * Explains a record.
   *
   * @throws ResourceNotFoundException if there is no such resource and nothing is known of one
   */
  public Explanation explain(String resource, String recordId, long limit)
      throws InterruptedException {
    Instant now = parts.time().instant();
    // The state first: what it does not hold yet is in the journal still.
    Found found = parts.state().find(resource, recordId);
    RecordTraces traces = parts.journal().traces(resource, recordId, limit);
    @Nullable ResourceNotFoundException unknown = null;
    Source source;
    try {
      source = source(resource, recordId);
    } catch (ResourceNotFoundException e) {
      unknown = e;
      source = new Source.NoResource(String.valueOf(e.getMessage()));
    }
    List<Known> changes = known(traces, found);
    if (unknown != null && changes.isEmpty()) {
      throw unknown;
    }
    List<Journey> journeys = new ArrayList<>();
    for (Parts.Way way : parts.ways()) {
      journeys.addAll(journeys(way, resource, changes, found));
    }
    journeys.addAll(left(journeys, found));
    return new Explanation(resource, recordId, now, source, journalled(traces, changes), journeys);
  }

  private Source source(String resource, String recordId) {
    try {
      return parts
          .records()
          .read(resource, recordId)
          .map(this::present)
          .orElseGet(Source.Absent::new);
    } catch (ResourceNotFoundException e) {
      throw e;
    } catch (S3dbException e) {
      return new Source.Unreadable(String.valueOf(e.getMessage()));
    }
  }

  private Source present(State state) {
    long writer = state.version().writer();
    String who =
        !state.stamped()
            ? "a program that leaves no versions"
            : writer == parts.writer()
                ? "this process"
                : "another process or an earlier one (writer %016x)".formatted(writer);
    return new Source.Present(
        state.version(), state.stamped(), Instant.ofEpochMilli(state.version().millis()), who);
  }

  /** What the journal holds, and what the state alone knows, the oldest first. */
  private static List<Known> known(RecordTraces traces, Found found) {
    Map<Object, Known> changes = new LinkedHashMap<>();
    for (DeadLetter letter : found.deadLetters()) {
      changes.putIfAbsent(letter.event().id(), new Known(letter.event(), null));
    }
    for (ParkedChange parked : found.parked()) {
      changes.putIfAbsent(parked.event().id(), new Known(parked.event(), null));
    }
    traces.traces().forEach(trace -> changes.remove(trace.event().id()));
    List<Known> all = new ArrayList<>(changes.values());
    all.sort((a, b) -> a.event().version().compareTo(b.event().version()));
    traces.traces().forEach(trace -> all.add(new Known(trace.event(), trace)));
    return all;
  }

  private static Journalled journalled(RecordTraces traces, List<Known> changes) {
    return new Journalled(
        changes.stream().map(Explainer::explained).toList(),
        traces.lookedFrom(),
        traces.end(),
        traces.whole());
  }

  private static ExplainedChange explained(Known change) {
    ChangeEvent event = change.event();
    @Nullable Trace trace = change.trace();
    Outcome outcome =
        switch (trace == null ? Kind.APPLIED : trace.kind()) {
          case APPLIED -> Outcome.APPLIED;
          case VOID -> Outcome.VOID;
          case OPEN -> Outcome.IN_DOUBT;
        };
    return new ExplainedChange(
        event.id(),
        event.operation(),
        event.version(),
        event.changedAt(),
        trace == null ? null : trace.position(),
        outcome,
        trace == null || trace.recipient() == null ? null : trace.recipient().destination());
  }

  private List<Journey> journeys(Parts.Way way, String resource, List<Known> changes, Found found)
      throws InterruptedException {
    List<Route> routes =
        way.routes().stream().filter(route -> route.resource().equals(resource)).toList();
    if (routes.isEmpty() || !parts.allowed().test(resource)) {
      String why =
          routes.isEmpty()
              ? "No route of it takes '" + resource + "': nothing of it is sent there."
              : "'"
                  + resource
                  + "' is kept from being replicated by the filter or the lists of the"
                  + " plugin.";
      return List.of(journey(way, null, found, List.of(), why));
    }
    List<Journey> journeys = new ArrayList<>();
    for (Route route : routes) {
      Judge judge = new Judge(parts, way, route, found);
      List<Step> steps = new ArrayList<>();
      for (Known change : changes) {
        if (change.trace() == null || change.trace().kind() == Kind.APPLIED) {
          judge.judge(change).ifPresent(steps::add);
        }
      }
      journeys.add(journey(way, route, found, steps, ""));
    }
    return journeys;
  }

  private static Journey journey(
      Parts.Way way, @Nullable Route route, Found found, List<Step> steps, String remark) {
    var standing =
        route == null
            ? way.status().whole()
            : way.status().routes().getOrDefault(route.name(), way.status().whole());
    return new Journey(
        way.id(),
        way.driver(),
        way.address(),
        route == null ? "" : route.name(),
        route == null ? "" : route.target(),
        standing.state(),
        standing.reason(),
        standing.nextAttempt().orElse(null),
        route == null ? null : rowKey(way, route, found).orElse(null),
        steps,
        remark);
  }

  private static Optional<String> rowKey(Parts.Way way, Route route, Found found) {
    return found.rowKeys().stream()
        .filter(key -> key.replicator().equals(way.id()) && key.target().equals(route.target()))
        .map(RowKey::key)
        .findFirst();
  }

  /** What lies in the state for routes that are not configured any more. */
  private static List<Journey> left(List<Journey> journeys, Found found) {
    Map<String, List<Step>> left = new LinkedHashMap<>();
    for (DeadLetter letter : found.deadLetters()) {
      String route = letter.event().resource() + "#" + letter.id().mapping();
      if (!has(journeys, letter.replicator(), route)) {
        left.computeIfAbsent(letter.replicator() + "\n" + route, _ -> new ArrayList<>())
            .add(new Step(letter.event().id(), Judge.of(letter), null));
      }
    }
    for (ParkedChange parked : found.parked()) {
      String route = parked.event().resource() + "#" + parked.id().mapping();
      String replicator = parked.stream().replicator();
      if (!has(journeys, replicator, route)) {
        left.computeIfAbsent(replicator + "\n" + route, _ -> new ArrayList<>())
            .add(new Step(parked.event().id(), Judge.of(parked), null));
      }
    }
    return left.entrySet().stream()
        .map(
            each ->
                new Journey(
                    each.getKey().substring(0, each.getKey().indexOf('\n')),
                    "",
                    "",
                    each.getKey().substring(each.getKey().indexOf('\n') + 1),
                    "",
                    ReplicatorState.STOPPED,
                    "It is not configured any more.",
                    null,
                    null,
                    each.getValue(),
                    "Nothing of it is sent unless it is configured again."))
        .toList();
  }

  private static boolean has(List<Journey> journeys, String replicator, String route) {
    return journeys.stream()
        .anyMatch(each -> each.replicator().equals(replicator) && each.route().equals(route));
  }
}
