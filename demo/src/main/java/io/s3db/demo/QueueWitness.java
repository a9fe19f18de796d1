package io.s3db.demo;

import io.s3db.Document;
import io.s3db.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A queue that tells some records' changes, as its consumer got them: every change, in order. */
record QueueWitness(Consumer consumer, Story story) implements Witness {
  /** What such a queue is to tell. */
  interface Story {
    /** The id of the replicator. */
    String replicator();

    /** The source resource. */
    String resource();

    /** Whether the queue is told of a record in this state. */
    boolean isTold(Document record);

    /** Whether a part of a message shows a record. */
    boolean shows(Document told, Document record, Document message);

    /** Whether a message is right beyond the records it shows. */
    default boolean isTimely(Document message, Written write) {
      return true;
    }
  }

  @Override
  public String replicator() {
    return story.replicator();
  }

  @Override
  public String resource() {
    return story.resource();
  }

  @Override
  public boolean expects(Document inserted) {
    return story.isTold(inserted);
  }

  @Override
  public boolean shows(String id) {
    return consumer.hasSeen(id);
  }

  @Override
  public Comparison compare(Source source) {
    Map<String, List<Predicate<Document>>> expected = new HashMap<>();
    source
        .ledger()
        .histories()
        .forEach(
            (id, history) ->
                expected.put(
                    id,
                    history.stream()
                        .filter(write -> story.isTold(write.record()))
                        .<Predicate<Document>>map(write -> message -> tells(message, write))
                        .toList()));
    return Messages.compare(expected, consumer.messages());
  }

  private boolean tells(Document message, Written write) {
    @Nullable Document before = told(write.before(), write.operation());
    return Messages.isEnvelope(message, story.resource(), write, before != null)
        && story.isTimely(message, write)
        && story.shows(message.document("data"), write.record(), message)
        && (before == null || story.shows(message.document("before"), before, message));
  }

  /** What an update tells of the record before: nothing if that was not told either. */
  private @Nullable Document told(@Nullable Document before, Operation operation) {
    return operation == Operation.UPDATE && before != null && story.isTold(before) ? before : null;
  }
}
