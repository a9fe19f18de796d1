package io.s3db.replicator.capture;

import io.s3db.OutcomeUnknownException;
import io.s3db.store.DeleteOutcome;
import io.s3db.store.ETag;
import io.s3db.store.ListPage;
import io.s3db.store.NewObject;
import io.s3db.store.ObjectHead;
import io.s3db.store.ObjectKey;
import io.s3db.store.ObjectStore;
import io.s3db.store.Precondition;
import io.s3db.store.PutOutcome;
import io.s3db.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A store in memory whose answers get lost and which stops after some operations. */
final class FakeStore implements ObjectStore {
  final TreeMap<String, StoredObject> objects = new TreeMap<>();
  int loseAnswers;
  int failAfter = Integer.MAX_VALUE;
  private int tags;

  /** The process ends here. */
  static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  String text(String key) {
    return new String(Objects.requireNonNull(objects.get(key)).body(), StandardCharsets.UTF_8);
  }

  private void step() {
    if (--failAfter < 0) {
      throw new Stopped();
    }
  }

  @Override
  public String describe() {
    return "memory://fake";
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(true, true, true, Integer.MAX_VALUE);
  }

  @Override
  public Optional<StoredObject> get(ObjectKey key) {
    step();
    return Optional.ofNullable(objects.get(key.value()));
  }

  @Override
  public Optional<ObjectHead> head(ObjectKey key) {
    return get(key).map(StoredObject::head);
  }

  @Override
  public PutOutcome put(ObjectKey key, NewObject object, Precondition precondition) {
    step();
    StoredObject present = objects.get(key.value());
    boolean holds =
        switch (precondition) {
          case Precondition.None _ -> true;
          case Precondition.Absent _ -> present == null;
          case Precondition.Matches matches ->
              present != null && present.head().etag().equals(matches.etag());
        };
    if (!holds) {
      return new PutOutcome.Lost();
    }
    ETag etag = new ETag("t" + ++tags);
    ObjectHead head =
        new ObjectHead(
            key, etag, Instant.EPOCH, object.body().length, null, Map.of(), Instant.EPOCH);
    objects.put(key.value(), new StoredObject(head, object.body()));
    if (loseAnswers-- > 0) {
      throw new OutcomeUnknownException("no answer", null);
    }
    return new PutOutcome.Written(etag, Instant.EPOCH);
  }

  @Override
  public DeleteOutcome delete(ObjectKey key, Precondition precondition) {
    throw new UnsupportedOperationException("registrations are never deleted");
  }

  @Override
  public ListPage list(String prefix, @Nullable String after, int limit) {
    step();
    List<ListPage.Entry> entries =
        objects.values().stream()
            .map(StoredObject::head)
            .filter(head -> head.key().value().startsWith(prefix))
            .filter(head -> after == null || head.key().value().compareTo(after) > 0)
            .limit(limit)
            .map(h -> new ListPage.Entry(h.key(), h.etag(), h.lastModified(), h.size()))
            .toList();
    return new ListPage(entries, false);
  }

  @Override
  public void close() {}
}
