package io.s3db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.store.MemoryStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writes of a record that must still be what the caller thinks. */
final class ConditionalWritesTest {
  private final MemoryStore store = MemoryStore.create(InstantSource.system());
  private final S3db db = S3db.builder().store(store).connect();
  private final S3db other = S3db.builder().store(store).connect();
  private final Resource things =
      db.createResource(
          "things", r -> r.attribute("n", "number").attribute("t", "string|optional"));

  @BeforeEach
  void insert() {
    things.insert(Document.of("id", "a", "n", 1, "t", "x"));
  }

  @AfterEach
  void close() {
    db.close();
    other.close();
  }

  @Test
  void aConditionThatHoldsLetsTheWriteThrough() {
    assertThat(things.updateIf("a", Document.of("n", 2), is(1)).get("t")).isEqualTo("x");
    things.replaceIf("a", Document.of("n", 3), is(2));
    assertThat(things.get("a").get("t")).as("replaced as a whole").isNull();
    things.deleteIf("a", is(3));

    assertThat(things.find("a")).isEmpty();
  }

  @Test
  void aConditionThatDoesNotHoldLeavesTheRecordAsItIs() {
    Document partial = Document.of("n", 9);

    assertThatThrownBy(() -> things.updateIf("a", partial, is(5))).hasMessage("it is 1");
    assertThatThrownBy(() -> things.replaceIf("a", partial, is(5))).hasMessage("it is 1");
    assertThatThrownBy(() -> things.deleteIf("a", is(5))).hasMessage("it is 1");

    assertThat(things.get("a").number("n")).isEqualTo(1);
  }

  @Test
  void theConditionIsAskedAgainWhenAnotherWriterWasFaster() {
    Resource theirs = other.resource("things");
    List<Double> shown = new ArrayList<>();
    Consumer<Document> condition =
        record -> {
          shown.add(record.number("n"));
          if (shown.size() == 1) {
            theirs.update("a", Document.of("n", 7)); // between our reading and our writing
          }
          is(1).accept(record);
        };

    assertThatThrownBy(() -> things.updateIf("a", Document.of("t", "late"), condition))
        .hasMessage("it is 7");

    assertThat(shown).containsExactly(1.0, 7.0);
    assertThat(things.get("a").get("t")).isEqualTo("x");
  }

  @Test
  void aRecordThatIsNotThereIsNamed() {
    Document partial = Document.of("n", 9);

    assertThatThrownBy(() -> things.updateIf("b", partial, _ -> {}))
        .isInstanceOf(RecordNotFoundException.class);
    assertThatThrownBy(() -> things.replaceIf("b", partial, _ -> {}))
        .isInstanceOf(RecordNotFoundException.class);
    assertThatThrownBy(() -> things.deleteIf("b", _ -> {}))
        .isInstanceOf(RecordNotFoundException.class);
  }

  private static Consumer<Document> is(int n) {
    return record -> {
      if (record.number("n") != n) {
        throw new IllegalStateException("it is " + (int) record.number("n"));
      }
    };
  }
}
