package io.s3db.write;

import io.s3db.record.RecordCodec;
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
 * @param large content that lies beside the fields, if it is not held
 * @param streamed what was seen of a body that was read to its end but not held
 * @param held whether the object has its body
 */
record LoadedRecord(
    StoredObject object,
    Optional<Stamp> stamp,
    Present.@Nullable Content large,
    @Nullable StreamedRecord streamed,
    boolean held) {
  ObjectHead head() {
    return object.head();
  }

  /** Whether the stamp is known to be that of the body. */
  boolean compared() {
    return held || streamed != null;
  }

  /** What lies beside the fields, if anything; to be asked once they were understood. */
  Present.@Nullable Content content() {
    if (!held) {
      return large;
    }
    return RecordCodec.hasContent(object)
        ? new Present.Content(new Body.Held(object.body()), head().contentType())
        : null;
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
