package io.s3db.replicator.route;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.replicator.journal.ChangeEvent;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.spi.Key;
import io.s3db.replicator.spi.KeyFields;
import io.s3db.replicator.state.StateStore;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the key under which a row goes to one destination, and the key of the row it replaces.
 *
 * <p>A mirror's row is found again by what the state remembers of it, else by transforming the
 * record as it was before. So a transform may be deployed again with another key: the rows written
 * under the old key are still found, be it the record's id or another. An insert replaces nothing,
 * as a row that a rule retained stays; unless the delete before it is a dead letter. What a sync
 * tells is an insert of a record that may have a row, which it replaces.
 *
 * <p>A change that was refused may have been carried out by an attempt before, whose answer was
 * lost. So its key is kept as a suspect, and the next change of the record removes what is there.
 *
 * <p>Safe for many threads, as long as changes of one record come one after the other.
 */
public final class Addressing {
  private final String replicator;
  private final StateStore state;
  private final KeyMap map;

  /** Addresses of one destination, remembered in the state. */
  public Addressing(StateStore state, String replicator) {
    this.state = state;
    this.replicator = replicator;
    this.map = new KeyMap(state, replicator);
  }

  /**
   * Makes a delivery of a routed row. It is assumed to succeed; call {@link #forget} if it does
   * not.
   *
   * @param fields the key of the target, as the sink told
   * @param mirror whether the destination holds the latest state: others need no key map
   * @throws AddressException if a key field is missing or null in the row
   */
  public Addressed address(
      Route route, ChangeEvent event, Routed.Row row, KeyFields fields, boolean mirror)
      throws AddressException {
    if (!mirror) {
      Key key = require(route, event, row.data(), fields);
      return new Addressed(delivery(route, event, row, key, Set.of()), List.of(), List.of());
    }
    KeyMap.Row place = place(route, event.recordId());
    KeyMap.Known known = map.find(place);
    return switch (event.operation()) {
      case INSERT -> {
        Key key = require(route, event, row.data(), fields);
        Key old = known.key().or(() -> underIdentity(route, event, key)).orElse(key);
        boolean replaces = event.id().isSnapshot() || isDeleteBuried(route, event.recordId());
        boolean left = !same(old, key) && replaces;
        yield addressed(route, event, row, place, known, key, left ? old : null);
      }
      case UPDATE -> {
        Key key = require(route, event, row.data(), fields);
        Key old =
            known
                .key()
                .or(() -> underIdentity(route, event, key))
                .or(() -> key(row.before(), event, fields))
                .orElse(key);
        yield addressed(route, event, row, place, known, key, same(old, key) ? null : old);
      }
      case DELETE -> {
        Optional<Key> found =
            event.id().isSnapshot() // a repair names the row
                ? Optional.empty()
                : known.key().or(() -> underIdentity(route, event, null));
        Key key = found.isPresent() ? found.get() : require(route, event, row.data(), fields);
        Set<Key> replaced = event.id().isSnapshot() ? Set.of() : replaced(known, key, null);
        yield new Addressed(
            delivery(route, event, row, key, replaced), map.become(place, known, null), List.of());
      }
    };
  }

  /**
   * Takes back what {@link #address} assumed of a record, because its delivery was refused. The
   * state is asked the next time: everything submitted to it must have been saved by then.
   */
  public void forget(Route route, String recordId) {
    map.forget(place(route, recordId));
  }

  private Addressed addressed(
      Route route,
      ChangeEvent event,
      Routed.Row row,
      KeyMap.Row place,
      KeyMap.Known known,
      Key key,
      @Nullable Key old) {
    boolean identity = isRecordId(key, event.recordId());
    if (identity) {
      map.writtenUnderIdentity(route, key.fields().names().iterator().next());
    }
    return new Addressed(
        delivery(route, event, row, key, replaced(known, key, old)),
        map.become(place, known, identity ? null : key),
        map.suspicion(place, known, key, identity));
  }

  private static Set<Key> replaced(KeyMap.Known known, Key key, @Nullable Key old) {
    if (known.suspects().isEmpty()) {
      return old == null ? Set.of() : Set.of(old);
    }
    Set<Key> replaced = new LinkedHashSet<>(known.suspects());
    if (old != null) {
      replaced.add(old);
    }
    replaced.removeIf(other -> same(other, key));
    return replaced;
  }

  private static Delivery delivery(
      Route route, ChangeEvent event, Routed.Row row, Key key, Set<Key> replaced) {
    return new Delivery(
        new DeliveryId(event.id(), route.mapping()),
        route.target(),
        event.resource(),
        event.recordId(),
        event.operation(),
        event.version(),
        event.changedAt(),
        key,
        replaced,
        event.operation() == Operation.UPDATE ? row.before() : null,
        row.data());
  }

  /** The row under the record's id, if the route has such rows and the key now is another. */
  private Optional<Key> underIdentity(Route route, ChangeEvent event, @Nullable Key now) {
    return now != null && isRecordId(now, event.recordId())
        ? Optional.empty()
        : map.identity(route).map(field -> new Key(Document.of(field, event.recordId())));
  }

  private boolean isDeleteBuried(Route route, String recordId) {
    return state.deadLettersOf(replicator, route.resource(), recordId).stream()
        .anyMatch(
            letter ->
                letter.id().mapping() == route.mapping()
                    && letter.event().operation() == Operation.DELETE);
  }

  private static KeyMap.Row place(Route route, String recordId) {
    return new KeyMap.Row(route.target(), route.resource(), recordId);
  }

  private static boolean same(Key left, Key right) {
    return left.fields().equals(right.fields())
        || left.text().equals(right.text()); // the state keeps the text
  }

  private static boolean isRecordId(Key key, String recordId) {
    return key.fields().names().size() == 1
        && recordId.equals(key.fields().toMap().values().iterator().next());
  }

  private Key require(Route route, ChangeEvent event, Document row, KeyFields fields)
      throws AddressException {
    Optional<Key> key = key(row, event, fields);
    if (key.isPresent()) {
      return key.get();
    }
    String missing =
        fields.names().stream().filter(name -> row.get(name) == null).findFirst().orElseThrow();
    throw new AddressException(
        "%s/%s -> %s (%s): the row has no '%s', which is the key there. Let the transform return it, or name the key fields with the option 'key'."
            .formatted(event.resource(), event.recordId(), route.target(), replicator, missing));
  }

  /** The key of a row, if it has all fields of it. */
  public static Optional<Key> key(@Nullable Document row, ChangeEvent event, KeyFields fields) {
    if (fields.fromRecordId()) {
      return Optional.of(new Key(Document.of(fields.names().getFirst(), event.recordId())));
    }
    if (row == null) {
      return Optional.empty();
    }
    Document.Builder key = Document.builder();
    for (String name : fields.names()) {
      Object value = row.get(name);
      if (value == null) {
        return Optional.empty();
      }
      key.put(name, value);
    }
    return Optional.of(new Key(key.build()));
  }
}
