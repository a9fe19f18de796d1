package io.s3db;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The middlewares of one resource around the work itself. */
final class MiddlewareChain {
  private final List<Middleware> all = new CopyOnWriteArrayList<>();
  private final Middleware.Next work;

  MiddlewareChain(Middleware.Next work) {
    this.work = work;
  }

  void add(Middleware middleware) {
    all.add(middleware);
  }

  @Nullable Object run(Call<?> call) {
    if (all.isEmpty()) {
      return work.proceed(call);
    }
    return from(List.copyOf(all), 0, call);
  }

  private @Nullable Object from(List<Middleware> chain, int index, Call<?> call) {
    if (index == chain.size()) {
      return work.proceed(call);
    }
    AtomicBoolean proceeded = new AtomicBoolean();
    Object answer =
        chain
            .get(index)
            .around(
                call,
                other -> {
                  if (proceeded.getAndSet(true)) {
                    throw new IllegalStateException(
                        "a middleware proceeded twice with '" + call.method() + "'");
                  }
                  check(call, other);
                  return from(chain, index + 1, other);
                });
    if (!call.answer().isInstance(answer)) {
      throw new IllegalStateException(
          "a middleware answered '%s' with %s: %s is needed"
              .formatted(
                  call.method(),
                  answer == null ? "null" : "a " + answer.getClass().getSimpleName(),
                  call.answer().getSimpleName()));
    }
    return answer;
  }

  private static void check(Call<?> call, Call<?> other) {
    if (call.answer() != other.answer()) {
      throw new IllegalStateException(
          "a middleware proceeded from '%s' with '%s', which answers with another type"
              .formatted(call.method(), other.method()));
    }
  }
}
