package io.s3db.replicator.explain;

import io.s3db.Document;
import io.s3db.replicator.journal.Partition;
import io.s3db.replicator.journal.Position;
import io.s3db.replicator.state.PositionsText;
import io.s3db.replicator.state.StateStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * From where on a destination, and each route of it, was sent changes; and what it was not sent in
 * between. Kept in the state, so that nobody takes a change for delivered that a checkpoint merely
 * passed over.
 */
public final class Beginnings {
  private static final int KEPT = 20;

  private final StateStore state;
  private final String name;
  private final String replicator;

  /** A stretch of the journal that was passed over, and why. */
  private record Gap(List<Position> from, Position to, String reason) {}

  /** What is kept for one destination. */
  public Beginnings(StateStore state, String replicator) {
    this.state = state;
    this.replicator = replicator;
    this.name = "beginnings/" + replicator;
  }

  /**
   * Takes note of the routes that are configured now: a new one begins where the destination
   * stands.
   */
  public void note(List<String> routes, List<Position> standing) {
    Map<String, String> known = routes();
    Map<String, String> now = new LinkedHashMap<>();
    for (String route : routes) {
      now.put(route, known.getOrDefault(route, PositionsText.write(standing)));
    }
    if (!now.equals(known)) {
      save(now, gaps());
    }
  }

  /** Takes note that everything up to a position is passed over. */
  public void skip(List<Position> from, Position to, String reason, Instant at) {
    List<Gap> gaps = new ArrayList<>(gaps());
    gaps.add(new Gap(from, to, "at %s: %s".formatted(at, reason)));
    save(routes(), gaps.subList(Math.max(0, gaps.size() - KEPT), gaps.size()));
  }

  /** Why a change that a checkpoint has passed was not sent, if it is known. */
  Optional<String> missed(String route, int partition, Position position) {
    String began = routes().get(route);
    if (began != null
        && PositionsText.read(began, Partition.COUNT).get(partition).isAfter(position)) {
      return Optional.of(
          "the route %s of '%s' began behind it; a sync tells of older records"
              .formatted(route, replicator));
    }
    return gaps().stream()
        .filter(gap -> !gap.from().get(partition).isAfter(position))
        .filter(gap -> gap.to().isAfter(position))
        .map(Gap::reason)
        .findFirst();
  }

  private Map<String, String> routes() {
    Map<String, String> routes = new LinkedHashMap<>();
    Document routed = noted().document("routes");
    routed.names().forEach(route -> routes.put(route, routed.text(route)));
    return routes;
  }

  @SuppressWarnings("unchecked") // this class wrote it
  private List<Gap> gaps() {
    return noted().list("gaps").stream()
        .map(each -> Document.copyOf((Map<String, @Nullable Object>) Objects.requireNonNull(each)))
        .map(
            gap ->
                new Gap(
                    PositionsText.read(gap.text("from"), Partition.COUNT),
                    Position.parse(gap.text("to")),
                    gap.text("reason")))
        .toList();
  }

  private Document noted() {
    return state
        .note(name)
        .map(Document::parse)
        .orElseGet(() -> Document.of("routes", Document.of(), "gaps", List.of()));
  }

  private void save(Map<String, String> routes, List<Gap> gaps) {
    List<Document> list =
        gaps.stream()
            .map(
                gap ->
                    Document.of(
                        "from", PositionsText.write(gap.from()),
                        "to", gap.to().toString(),
                        "reason", gap.reason()))
            .toList();
    state.note(name, Document.of("routes", routes, "gaps", list).toJson());
  }
}
