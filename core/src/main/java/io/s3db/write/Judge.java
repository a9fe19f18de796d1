package io.s3db.write;

import java.util.Optional;

/** Says what became of a request in doubt, from what lies in the store now. */
@FunctionalInterface
interface Judge {
  /**
   * The verdict on the request.
   *
   * @param now the object, read after the last attempt
   * @param doubt why the request is in doubt
   */
  Fate judge(Optional<LoadedRecord> now, Throwable doubt);
}
