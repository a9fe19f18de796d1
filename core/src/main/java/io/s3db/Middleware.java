package io.s3db;

import org.jspecify.annotations.Nullable;

/**
 * Runs around every call of every method of a resource, without exception: to measure, to refuse,
 * to answer from elsewhere, or to change arguments and answers.
 *
 * <pre>{@code
 * orders.use(
 *     (call, next) -> {
 *       long start = System.nanoTime();
 *       try {
 *         return next.proceed(call);
 *       } finally {
 *         log.info("{} took {} ns", call.method(), System.nanoTime() - start);
 *       }
 *     });
 * }</pre>
 *
 * <p>The first one added is the outermost. What a middleware throws reaches the caller; thrown
 * after {@link Next#proceed} of a write, the write has happened all the same. Writes of a {@link
 * RecordMirror} and of plugins below the resource do not pass through it.
 */
@FunctionalInterface
public interface Middleware {
  /**
   * Answers a call, usually by proceeding.
   *
   * @return an answer of the type {@link Call#answer()}
   */
  @Nullable Object around(Call<?> call, Next next);

  /** The rest of the way of a call. */
  @FunctionalInterface
  interface Next {
    /**
     * Goes on with this call, or with another that answers with the same type. Once at most.
     *
     * @throws IllegalStateException when called a second time
     */
    @Nullable Object proceed(Call<?> call);
  }
}
