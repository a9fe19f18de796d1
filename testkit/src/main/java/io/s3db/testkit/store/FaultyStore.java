package io.s3db.testkit.store;

import io.s3db.OutcomeUnknownException;
import io.s3db.store.DeleteOutcome;
import io.s3db.store.ListPage;
import io.s3db.store.NewObject;
import io.s3db.store.ObjectHead;
import io.s3db.store.ObjectKey;
import io.s3db.store.ObjectStore;
import io.s3db.store.Precondition;
import io.s3db.store.PutOutcome;
import io.s3db.store.StoreException;
import io.s3db.store.StoredObject;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A fake in front of a real store: counts and records its calls, and fails those a test names.
 *
 * <p>Calls are numbered from 1 in the order in which they arrive. Faults are asked in the order in
 * which they were added; the first that matches happens. Safe for use by many threads. Closing it
 * leaves the store behind it open, so that a test can open a database on it again.
 */
public final class FaultyStore implements ObjectStore {
  /** What is asked of a store. */
  public enum Kind {
    /** {@link ObjectStore#get}. */
    GET,
    /** {@link ObjectStore#head}. */
    HEAD,
    /** {@link ObjectStore#put}. */
    PUT,
    /** {@link ObjectStore#delete}. */
    DELETE,
    /** {@link ObjectStore#list}. */
    LIST;

    private static final Set<Kind> WRITES = Set.of(PUT, DELETE);

    /** Whether it changes an object. */
    public boolean writes() {
      return WRITES.contains(this);
    }
  }

  /**
   * One call.
   *
   * @param number from 1, in the order of arrival
   * @param kind what is asked
   * @param key the object's key, or the prefix of a listing
   */
  public record Call(int number, Kind kind, String key) {}

  /** How a call fails. */
  public sealed interface Fault {
    /** Nothing happens in the store, and the caller is told so: a {@link StoreException}. */
    record Refused() implements Fault {}

    /** Nothing happens in the store, and the caller cannot know. */
    record LostRequest() implements Fault {}

    /** It happens in the store, and the caller cannot know. A read fails as when refused. */
    record LostAnswer() implements Fault {}

    /** The process ends before it happens: {@link Crash} from this call and all later ones. */
    record CrashBefore() implements Fault {}

    /** The process ends after it happened: {@link Crash} from this call and all later ones. */
    record CrashAfter() implements Fault {}

    /** Something else happens first, such as a wait or another writer; then the call goes on. */
    record Before(Runnable action) implements Fault {}
  }

  /** The end of the process, as far as the code under test can tell. */
  public static final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    /** Names the call at which it happened. */
    public Crash(Call call) {
      super("crashed at " + call);
    }
  }

  private record Rule(Predicate<Call> calls, Fault fault, boolean once) {}

  private final ObjectStore store;
  private final List<Rule> rules = new ArrayList<>();
  private final List<Call> calls = new ArrayList<>();
  private @Nullable Call crashed;

  /** Puts itself in front of a store. */
  public FaultyStore(ObjectStore store) {
    this.store = store;
  }

  /** Lets every call that matches fail, until {@link #heal}. */
  public FaultyStore fail(Predicate<Call> matching, Fault fault) {
    return add(new Rule(matching, fault, false));
  }

  /** Lets the next call that matches fail, and no other. */
  public FaultyStore failOnce(Predicate<Call> matching, Fault fault) {
    return add(new Rule(matching, fault, true));
  }

  /** Lets the n-th write (put or delete, from 1) from now on fail. */
  public FaultyStore failWrite(int n, Fault fault) {
    int[] seen = {0};
    return failOnce(call -> call.kind().writes() && ++seen[0] == n, fault);
  }

  private synchronized FaultyStore add(Rule rule) {
    rules.add(rule);
    return this;
  }

  /** Forgets all faults and the crash; the calls stay recorded. */
  public synchronized void heal() {
    rules.clear();
    crashed = null;
  }

  /** All calls so far, those that failed too. */
  public synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  /** How many calls of a kind there were so far. */
  public synchronized int count(Kind kind) {
    return (int) calls.stream().filter(call -> call.kind() == kind).count();
  }

  @Override
  public String describe() {
    return "faulty " + store.describe();
  }

  @Override
  public Capabilities capabilities() {
    return store.capabilities();
  }

  @Override
  public Optional<StoredObject> get(ObjectKey key) {
    return call(Kind.GET, key.value(), () -> store.get(key));
  }

  @Override
  public Optional<ObjectHead> head(ObjectKey key) {
    return call(Kind.HEAD, key.value(), () -> store.head(key));
  }

  @Override
  public PutOutcome put(ObjectKey key, NewObject object, Precondition precondition) {
    return call(Kind.PUT, key.value(), () -> store.put(key, object, precondition));
  }

  @Override
  public DeleteOutcome delete(ObjectKey key, Precondition precondition) {
    return call(Kind.DELETE, key.value(), () -> store.delete(key, precondition));
  }

  @Override
  public ListPage list(String prefix, @Nullable String after, int limit) {
    return call(Kind.LIST, prefix, () -> store.list(prefix, after, limit));
  }

  @Override
  public void close() {}

  private <T> T call(Kind kind, String key, Supplier<T> work) {
    Planned planned = plan(kind, key);
    Call call = planned.call;
    return switch (planned.fault) {
      case null -> work.get();
      case Fault.Refused() -> throw refused(call);
      case Fault.LostRequest() -> throw unknown(call);
      case Fault.LostAnswer() -> {
        var _ = work.get();
        throw unknown(call);
      }
      case Fault.CrashBefore() -> throw new Crash(call);
      case Fault.CrashAfter() -> {
        var _ = work.get();
        throw new Crash(call);
      }
      case Fault.Before(Runnable action) -> {
        action.run();
        yield work.get();
      }
    };
  }

  private record Planned(Call call, @Nullable Fault fault) {}

  private synchronized Planned plan(Kind kind, String key) {
    if (crashed != null) {
      throw new Crash(crashed);
    }
    Call call = new Call(calls.size() + 1, kind, key);
    calls.add(call);
    Fault fault = next(call);
    if (fault instanceof Fault.CrashBefore || fault instanceof Fault.CrashAfter) {
      crashed = call;
    }
    return new Planned(call, fault);
  }

  private @Nullable Fault next(Call call) {
    for (Iterator<Rule> each = rules.iterator(); each.hasNext(); ) {
      Rule rule = each.next();
      if (rule.calls.test(call)) {
        if (rule.once) {
          each.remove();
        }
        return rule.fault;
      }
    }
    return null;
  }

  private static RuntimeException unknown(Call call) {
    return call.kind().writes()
        ? new OutcomeUnknownException("No answer came to " + call + ".", null)
        : refused(call);
  }

  private static StoreException refused(Call call) {
    return new StoreException("STORE_UNAVAILABLE", true, call + " failed on request.", null, null);
  }
}
