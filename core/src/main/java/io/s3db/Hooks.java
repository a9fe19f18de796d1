package io.s3db;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The hooks of one resource, run in the order in which they were added. */
final class Hooks {
  private static final Logger LOG = LoggerFactory.getLogger(Hooks.class);

  private final Map<HookPoint, List<UnaryOperator<Document>>> before = lists();
  private final Map<HookPoint, List<UnaryOperator<Document>>> after = lists();
  private final ResourceEvents events;
  private final String resource;

  Hooks(String resource, ResourceEvents events) {
    this.resource = resource;
    this.events = events;
  }

  private static Map<HookPoint, List<UnaryOperator<Document>>> lists() {
    Map<HookPoint, List<UnaryOperator<Document>>> lists = new EnumMap<>(HookPoint.class);
    for (HookPoint point : HookPoint.values()) {
      lists.put(point, new CopyOnWriteArrayList<>());
    }
    return lists;
  }

  void addBefore(HookPoint point, UnaryOperator<Document> hook) {
    hooks(before, point).add(hook);
  }

  void addAfter(HookPoint point, UnaryOperator<Document> hook) {
    hooks(after, point).add(hook);
  }

  boolean anyBefore(HookPoint point) {
    return !hooks(before, point).isEmpty();
  }

  boolean anyAfter(HookPoint point) {
    return !hooks(after, point).isEmpty();
  }

  /** What the hooks make of it; what one of them throws ends the operation. */
  Document before(HookPoint point, Document payload) {
    return run("before", hooks(before, point), point, payload);
  }

  /** As {@link #before}, after a read: nothing was written that a failure could hide. */
  Document afterRead(HookPoint point, Document payload) {
    return run("after", hooks(after, point), point, payload);
  }

  /** After a write: it has happened, so a hook that fails is told of, and changes nothing. */
  Document afterWrite(HookPoint point, Document payload) {
    Document result = payload;
    for (UnaryOperator<Document> hook : hooks(after, point)) {
      try {
        result = apply("after", hook, point, result);
      } catch (RuntimeException e) {
        LOG.warn("A hook after {} of '{}' failed; the write stays.", point.word(), resource, e);
        events.emit(
            ResourceEvent.failed("error", resource, payload.text("id", ""), Document.of(), e));
      }
    }
    return result;
  }

  private Document run(
      String when, List<UnaryOperator<Document>> hooks, HookPoint point, Document payload) {
    Document result = payload;
    for (UnaryOperator<Document> hook : hooks) {
      result = apply(when, hook, point, result);
    }
    return result;
  }

  @SuppressWarnings("ConstantValue") // hooks are not ours: they may return null all the same
  private Document apply(
      String when, UnaryOperator<Document> hook, HookPoint point, Document payload) {
    Document result;
    try {
      result = hook.apply(payload);
    } catch (S3dbException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new S3dbException(
          "HOOK_FAILED",
          "A hook %s %s of '%s' refused: %s"
              .formatted(when, point.word(), resource, e.getMessage()),
          null,
          e);
    }
    if (result == null) {
      throw new S3dbException(
          "HOOK_FAILED",
          "A hook %s %s of '%s' returned nothing.".formatted(when, point.word(), resource),
          "Return the record, changed or not; throw to refuse.");
    }
    return result;
  }

  private static List<UnaryOperator<Document>> hooks(
      Map<HookPoint, List<UnaryOperator<Document>>> map, HookPoint point) {
    return java.util.Objects.requireNonNull(map.get(point));
  }
}
