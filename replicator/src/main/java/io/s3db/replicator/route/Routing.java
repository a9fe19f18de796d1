package io.s3db.replicator.route;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.catalog.ResourceDefinition;
import io.s3db.replicator.ContextTransform;
import io.s3db.replicator.ContextTransform.Context;
import io.s3db.replicator.journal.ChangeEvent;
import io.s3db.replicator.spi.ErrorText;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Applies a route to a change: the actions first, then the transform. Safe for many threads. */
public final class Routing {
  private final SecretFields secrets;

  /** Nothing is secret. */
  public Routing() {
    this(_ -> Optional.empty());
  }

  /**
   * Leaves the secret attributes of a resource out of rows that no transform makes. A transform
   * that reads one by its name gets it, as cipher text, like everywhere outside the database; what
   * it copies as a whole is without them.
   *
   * @param definitions of resources, by name
   */
  public Routing(Function<String, Optional<ResourceDefinition>> definitions) {
    this(definitions, (_, _) -> {});
  }

  /**
   * As {@link #Routing(Function)}.
   *
   * @param told the resource and the path of a secret that was left out
   */
  public Routing(
      Function<String, Optional<ResourceDefinition>> definitions, BiConsumer<String, String> told) {
    this.secrets = new SecretFields(definitions, told);
  }

  /**
   * What the route makes of the change. A transform that throws gives {@link Routed.Failed};
   * nothing else is thrown by it. That holds for every {@link Error} too, also when memory runs
   * out: the record becomes a dead letter, which is seen and can be redriven, and those behind it
   * go on; a lane that ended would hold all of them back until somebody came. Of a record that
   * another program deleted, nobody knows what it was: there is nothing to reshape, and the row is
   * its id alone.
   *
   * @throws InterruptedException if the transform was interrupted: the thread is to stop
   */
  public Routed route(Route route, ChangeEvent event) throws InterruptedException {
    if (!route.actions().contains(event.operation())) {
      return new Routed.NotListed();
    }
    ContextTransform transform = route.transform();
    if (event.operation() == Operation.DELETE && event.before() == null) {
      return new Routed.Row(null, Document.of("id", event.recordId()));
    }
    Document record =
        Objects.requireNonNull(
            event.operation() == Operation.DELETE ? event.before() : event.after());
    if (isKeyOfRow(event)) {
      return new Routed.Row(null, record);
    }
    if (transform == null) {
      Document before = before(event);
      return new Routed.Row(
          before == null ? null : secrets.without(event.resource(), before),
          secrets.without(event.resource(), record));
    }
    Context context = new Context(event.operation(), event.changedAt(), event.resource());
    try {
      Document row = reshape(transform, secrets.aside(event.resource(), record), context);
      if (row == null) {
        return new Routed.Null();
      }
      Document before = before(event);
      Document rowBefore =
          before == null
              ? null
              : reshapeBefore(transform, secrets.aside(event.resource(), before), context);
      return new Routed.Row(rowBefore, row);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      return new Routed.Failed(e);
    }
  }

  /**
   * Whether a repair removes a row whose record is gone: nobody knows what the record was, so there
   * is nothing to reshape, and the event holds the key of the row itself.
   */
  private static boolean isKeyOfRow(ChangeEvent event) {
    return event.id().isSnapshot() && event.operation() == Operation.DELETE;
  }

  private static @Nullable Document before(ChangeEvent event) {
    return event.operation() == Operation.UPDATE ? event.before() : null;
  }

  /**
   * The record before, reshaped; null where the transform cannot: an update that mends a record
   * must not fail because of what it mends.
   */
  private static @Nullable Document reshapeBefore(
      ContextTransform transform, Document before, Context context) throws InterruptedException {
    try {
      return reshape(transform, before, context);
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception _) {
      return null;
    }
  }

  private static @Nullable Document reshape(
      ContextTransform transform, Document record, Context context) throws Exception {
    try {
      Document row = transform.apply(record, context);
      if (row == null) {
        return null;
      }
      Sendable.check(row);
      return row.aside().isEmpty() ? row : Document.wrap(row.toMap());
    } catch (StackOverflowError e) {
      throw new IllegalArgumentException("the transform recursed without end", e);
    } catch (Error e) {
      throw new IllegalStateException("the transform failed: " + ErrorText.of(e), e);
    }
  }
}
