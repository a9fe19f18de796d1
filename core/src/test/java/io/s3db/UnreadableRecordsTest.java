package io.s3db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.plugin.PendingWrite;
import io.s3db.store.MemoryStore;
import io.s3db.store.NewObject;
import io.s3db.store.ObjectKey;
import io.s3db.store.Precondition;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What can be done with a record whose object cannot be understood. */
class UnreadableRecordsTest {
  private final FaultyStore store = new FaultyStore(MemoryStore.create(InstantSource.system()));
  private final RecordingInterceptor journal = new RecordingInterceptor("journal", store);
  private final S3db db = S3db.builder().store(store).plugin(journal).connect();
  private final Resource odd;

  UnreadableRecordsTest() {
    odd = Unreadable.resourceWithOneBadRecord(db, store);
  }

  @AfterEach
  void close() {
    db.close();
  }

  @Test
  void itCanBeDeletedByItsIdAndInterceptorsSeeItsIdAlone() {
    assertThatThrownBy(() -> odd.get("b")).isInstanceOf(UnreadableRecordException.class);

    assertThat(odd.delete("b")).isEqualTo(Document.of("id", "b"));

    assertThat(odd.exists("b")).isFalse();
    PendingWrite write = journal.writes.getLast();
    assertThat(write.operation()).isEqualTo(Operation.DELETE);
    assertThat(write.before()).isEqualTo(Document.of("id", "b"));
    assertThat(write.version().deleted()).isTrue();
    assertThat(odd.listIds(10)).containsExactly("a", "c");
  }

  @Test
  void theOthersCanBeDeletedThoughTheResourceCannotBeWritten() {
    assertThat(odd.delete("a")).isEqualTo(Document.of("id", "a", "n", 1));
    assertThatThrownBy(() -> odd.update("c", Document.of("n", 4)))
        .hasMessageContaining("can be read but not written");
  }

  @Test
  void oneThatIsNestedWithoutEndIsToldAsSuch() {
    Resource deep = db.createResource("deep", r -> r.attribute("a", "json|optional"));
    for (String text :
        new String[] {
          "[".repeat(100_000), "{\"a\":".repeat(100_000), "[".repeat(501) + "]".repeat(501) + "}"
        }) {
      store.put(
          ObjectKey.of("resource=deep/data/id=d"),
          new NewObject(
              ("{\"a\":" + text).getBytes(StandardCharsets.UTF_8),
              "application/json",
              Map.of("_v", "v1")),
          Precondition.none());
      assertThatThrownBy(() -> deep.get("d"))
          .isInstanceOf(UnreadableRecordException.class)
          .hasMessageContaining("'d'")
          .hasMessageContaining("nested deeper than 500 levels");
    }
  }
}
