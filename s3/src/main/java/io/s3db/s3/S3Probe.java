package io.s3db.s3;

import io.s3db.store.DeleteOutcome;
import io.s3db.store.ETag;
import io.s3db.store.NewObject;
import io.s3db.store.ObjectKey;
import io.s3db.store.ObjectStore.Capabilities;
import io.s3db.store.Precondition;
import io.s3db.store.PutOutcome;
import io.s3db.store.StoreException;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a server keeps conditions, by asking for what it must refuse.
 *
 * <p>Servers that do not know a condition either ignore it, and then the probe sees its effect, or
 * answer 501.
 */
final class S3Probe {
  private static final int METADATA_LIMIT = 2048;
  private static final Precondition WRONG_STATE = Precondition.matches(new ETag("0".repeat(32)));
  private static final NewObject OBJECT = NewObject.empty(Map.of());

  private final S3Store store;
  private @Nullable Capabilities known;

  S3Probe(S3Store store) {
    this.store = store;
  }

  /** Asks at the first call; if that fails, the next one asks again. */
  synchronized Capabilities capabilities() {
    Capabilities found = known;
    if (found == null) {
      found = ask(ObjectKey.of("plugin=s3db-core/probe/" + UUID.randomUUID()));
      known = found;
    }
    return found;
  }

  private Capabilities ask(ObjectKey key) {
    store.put(key, OBJECT, Precondition.none());
    try {
      boolean writes =
          understood(() -> refuses(key, Precondition.absent()) && refuses(key, WRONG_STATE));
      boolean deletes = understood(() -> store.delete(key, WRONG_STATE) == DeleteOutcome.LOST);
      return new Capabilities(writes, deletes, false, METADATA_LIMIT);
    } finally {
      store.delete(key, Precondition.none());
    }
  }

  private boolean refuses(ObjectKey key, Precondition precondition) {
    return store.put(key, OBJECT, precondition) instanceof PutOutcome.Lost;
  }

  private static boolean understood(BooleanSupplier test) {
    try {
      return test.getAsBoolean();
    } catch (StoreException e) {
      if (e.code().equals("STORE_UNSUPPORTED")) {
        return false;
      }
      throw e;
    }
  }
}
