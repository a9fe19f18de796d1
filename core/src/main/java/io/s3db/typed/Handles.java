package io.s3db.typed;

import org.jspecify.annotations.Nullable;

/** Calls code of the application through method handles. */
final class Handles {
  private Handles() {}

  interface Invocation {
    @Nullable Object run() throws Throwable;
  }

  /** What the code throws flies on; it declares no checked exceptions worth handling here. */
  static @Nullable Object call(Invocation invocation) {
    try {
      return invocation.run();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
