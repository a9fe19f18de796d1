package io.s3db.replicator.backfill;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.plugin.RecordAccess.State;
import io.s3db.replicator.journal.ChangeEvent.Inserted;
import io.s3db.replicator.journal.EventId;
import io.s3db.replicator.route.Addressing;
import io.s3db.replicator.route.Route;
import io.s3db.replicator.route.Routed;
import io.s3db.replicator.route.Routing;
import io.s3db.replicator.spi.Key;
import io.s3db.replicator.spi.KeyFields;
import io.s3db.replicator.spi.StoredRow;
import io.s3db.replicator.spi.Target;
import io.s3db.replicator.spi.Verifiable;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Works out what a route should have made of a record. */
final class ExpectedRows {
  private final Route route;
  private final Target target;
  private final KeyFields keys;
  private final Verifiable reader;
  private final VerifyTarget destination;

  /** What a record should have at the destination. */
  sealed interface Result {
    /** A row. */
    record Row(StoredRow row) implements Result {}

    /** Nothing is sent; a row that was there before stays. */
    record Retained(String keyText) implements Result {}

    /** Nobody can tell. */
    record Failed(String why) implements Result {}
  }

  ExpectedRows(
      Route route, Target target, KeyFields keys, Verifiable reader, VerifyTarget destination) {
    // Whatever the actions are: they decide what a difference means, not what the row is.
    this.route =
        new Route(
            route.resource(),
            route.mapping(),
            route.target(),
            Set.of(Operation.values()),
            route.transform(),
            route.key());
    this.target = target;
    this.keys = keys;
    this.reader = reader;
    this.destination = destination;
  }

  /** The row as the route makes it, whatever its key; nothing if it makes none. */
  static Optional<Document> sample(Routing routing, Route route, State state)
      throws InterruptedException {
    Routed routed = routing.route(route, event(route, state));
    return routed instanceof Routed.Row(Document _, Document data)
        ? Optional.of(data)
        : Optional.empty();
  }

  Result of(State state) throws InterruptedException {
    Inserted event = event(route, state);
    return switch (destination.routing().route(route, event)) {
      case Routed.Row row -> {
        Optional<Key> key = Addressing.key(row.data(), event, keys);
        yield key.isEmpty()
            ? new Result.Failed("the row has no key " + keys.names())
            : reader
                .readBack(target, keys, key.get(), row.data())
                .<Result>map(Result.Row::new)
                .orElseGet(() -> new Result.Failed("the destination would refuse the row"));
      }
      case Routed.Null _, Routed.NotListed _ -> new Result.Retained(retainedKey(event));
      case Routed.Failed(Exception cause) -> new Result.Failed("the transform failed: " + cause);
    };
  }

  /** Where the row of a record is that the transform skips now. */
  private String retainedKey(Inserted event) {
    Key key =
        destination
            .state()
            .mappedKey(
                destination.receiver().id(), route.target(), event.resource(), event.recordId())
            .orElseGet(() -> new Key(Document.of(keys.names().getFirst(), event.recordId())));
    return reader
        .readBack(target, keys, key, key.fields())
        .map(row -> row.key().toJson())
        .orElseGet(key::text);
  }

  private static Inserted event(Route route, State state) {
    String id = state.document().id();
    return new Inserted(
        EventId.ofSnapshot("verify", route.resource(), id),
        route.resource(),
        id,
        state.version(),
        Instant.ofEpochMilli(state.version().millis()),
        state.document());
  }
}
