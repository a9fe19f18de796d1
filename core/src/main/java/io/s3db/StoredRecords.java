package io.s3db;

import io.s3db.plugin.RecordAccess;
import io.s3db.store.KeyPage;
import io.s3db.write.Present;
import io.s3db.write.RecordFence;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lists, reads and fences records for plugins. */
final class StoredRecords implements RecordAccess {
  private static final int LIST_PAGE = 10_000;

  private final S3db database;
  private final Engine engine;
  private final RecordFence fence;

  StoredRecords(S3db database, Engine engine) {
    this.database = database;
    this.engine = engine;
    this.fence = new RecordFence(engine.workshop());
  }

  @Override
  public Optional<State> read(String resource, String id) {
    return format(resource)
        .with(now -> engine.reader().read(now, id))
        .map(present -> state(id, present));
  }

  private State state(String id, Present present) {
    return new State(
        present.version(),
        present.stamp() != null,
        present.stamp() == null ? "" : present.stamp().replaced(),
        present.etag(),
        Document.of("id", id).with(present.readSealed()).with("id", id),
        fence.possible(present));
  }

  @Override
  public Ids ids(String resource, @Nullable String after, int most) {
    String prefix = format(resource).now().keyPrefix();
    KeyPage page =
        engine
            .store()
            .keys(prefix, after == null ? null : prefix + after, Math.min(most, LIST_PAGE));
    return new Ids(
        page.keys().stream().map(key -> key.substring(prefix.length())).toList(), page.more());
  }

  @Override
  public boolean fence(String resource, String id, State state) {
    return format(resource).with(now -> fence.fence(now, id, state.etag()));
  }

  private CurrentFormat format(String resource) {
    return database.resource(resource).format();
  }
}
