package io.s3db.write;

import io.s3db.plugin.PendingWrite;
import io.s3db.plugin.WriteInterceptor;
import io.s3db.plugin.WriteInterceptor.WriteScope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All interceptors of a database as one; the one added last is entered first.
 *
 * <p>What an interceptor throws after the store was asked changes nothing any more: it is logged,
 * and the others are told all the same.
 */
public final class Interceptors {
  private static final Logger LOG = LoggerFactory.getLogger(Interceptors.class);

  private final List<WriteInterceptor> interceptors = new CopyOnWriteArrayList<>();

  /** Puts an interceptor before all others. */
  public void add(WriteInterceptor interceptor) {
    interceptors.addFirst(interceptor);
  }

  /** Takes interceptors out again. */
  public void removeAll(List<WriteInterceptor> some) {
    interceptors.removeAll(some);
  }

  /** Enters a key with each interceptor, or with none if one refuses. */
  Entered enter(String resource, String id, boolean insert) {
    if (interceptors.isEmpty()) {
      return Entered.NOBODY;
    }
    Entered entered = new Entered(new ArrayList<>());
    try {
      for (WriteInterceptor interceptor : interceptors) {
        entered.scopes.add(interceptor.enter(resource, id, insert));
      }
      return entered;
    } catch (Throwable e) {
      entered.close();
      throw e;
    }
  }

  /** The scopes of one write, outermost first. Used by one thread. */
  static final class Entered implements AutoCloseable {
    static final Entered NOBODY = new Entered(List.of());

    private final List<WriteScope> scopes;

    private Entered(List<WriteScope> scopes) {
      this.scopes = scopes;
    }

    boolean isEmpty() {
      return scopes.isEmpty();
    }

    /** Tells all; if one refuses, those told before learn that the write did not happen. */
    void intend(PendingWrite write) {
      int told = 0;
      try {
        for (WriteScope scope : scopes) {
          scope.intend(write);
          told++;
        }
      } catch (Throwable e) {
        tell("failed", scopes.subList(0, told), WriteScope::failed);
        throw e;
      }
    }

    void applied() {
      tell("applied", scopes, WriteScope::applied);
    }

    void failed() {
      tell("failed", scopes, WriteScope::failed);
    }

    void unknown() {
      tell("unknown", scopes, WriteScope::unknown);
    }

    @Override
    public void close() {
      tell("close", scopes.reversed(), WriteScope::close);
    }

    private static void tell(String what, List<WriteScope> scopes, Consumer<WriteScope> call) {
      for (WriteScope scope : scopes) {
        try {
          call.accept(scope);
        } catch (RuntimeException e) {
          LOG.error("An interceptor failed on '{}' of a write; the write is what it is.", what, e);
        }
      }
    }
  }
}
