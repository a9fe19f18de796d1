package io.s3db.replicator.spi;

import io.s3db.Document;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A mirror whose rows can be read back, so that they can be compared with what should be there. A
 * {@link Sink} may implement it.
 *
 * <p>Called only for targets that were prepared. Failures are those of {@link Sink#write}.
 */
public interface Verifiable {
  /**
   * Some rows of a target, each of which comes once however often this is called: in any order that
   * the destination keeps to.
   *
   * @param after the key of the last row of the page before; null for the first page
   * @param most the most rows wanted; no rows mean that there are no more
   */
  List<StoredRow> rows(Target target, KeyFields key, @Nullable Document after, int most)
      throws SinkException, InterruptedException;

  /** The rows under these keys, as {@link StoredRow#key} gives them; missing ones are left out. */
  List<StoredRow> find(Target target, KeyFields key, List<Document> keys)
      throws SinkException, InterruptedException;

  /**
   * How a row would look when it was written and read back. Asks and changes nothing.
   *
   * @return nothing if the destination would refuse it
   */
  Optional<StoredRow> readBack(Target target, KeyFields keyFields, Key key, Document row);
}
