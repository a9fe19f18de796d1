package io.s3db.write;

import io.s3db.record.Stamp;
import io.s3db.record.StreamedRecord;
import io.s3db.store.Body;
import io.s3db.store.NewObject;
import io.s3db.store.ObjectHead;
import io.s3db.store.StoredObject;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The object of a record as far as it was needed.
 *
 * @param object with all in which fields lie; without a body that is none of them and too large
 * @param stamp its valid stamp, if it has one
 * @param content what lies beside the fields, if anything
 * @param streamed what was seen of a body that was read to its end but not held
 * @param compared whether the stamp is known to be that of the body
 */
record LoadedRecord(
    StoredObject object,
    Optional<Stamp> stamp,
    Present.@Nullable Content content,
    @Nullable StreamedRecord streamed,
    boolean compared) {
  ObjectHead head() {
    return object.head();
  }

  /** Whether this is the object that was sent. */
  boolean is(NewObject sent) throws IOException {
    if (streamed != null) {
      return streamed.is(sent);
    }
    return sent.content() instanceof Body.Held(byte[] bytes)
        && Arrays.equals(object.body(), bytes)
        && head().metadata().equals(sent.metadata());
  }
}
