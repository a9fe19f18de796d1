package io.s3db.sink.webhook;

import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of one name, looked up again after a second.
 *
 * <p>The operating system's lookup can take long and cannot be interrupted: it has a platform
 * thread of its own, at most one at a time, and whoever waits for it can give up.
 */
final class NameLookup {
  /** Asks the operating system, through the JDK's cache. */
  static final Resolver SYSTEM = InetAddress::getAllByName;

  private static final Duration FRESH = Duration.ofSeconds(1);

  private final String host;
  private final Resolver resolver;
  private @Nullable FutureTask<List<InetAddress>> lookup;
  private volatile @Nullable Known known;

  /** Finds the addresses of a name. */
  @FunctionalInterface
  interface Resolver {
    /** All addresses. */
    InetAddress[] all(String host) throws UnknownHostException;
  }

  private record Known(List<InetAddress> addresses, long since) {}

  NameLookup(String host, Resolver resolver) {
    this.host = host;
    this.resolver = resolver;
  }

  /**
   * The addresses, at least one.
   *
   * @throws UnknownHostException if the name has none
   * @throws InterruptedIOException if the answer takes longer
   */
  List<InetAddress> addresses(Duration most)
      throws UnknownHostException, InterruptedIOException, InterruptedException {
    Known present = known;
    if (present != null && System.nanoTime() - present.since() < FRESH.toNanos()) {
      return present.addresses();
    }
    FutureTask<List<InetAddress>> running = running();
    try {
      return running.get(most.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      throw new InterruptedIOException("the lookup of " + host + " takes too long");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownHostException unknown) {
        throw unknown;
      }
      throw new IllegalStateException("the lookup of " + host + " failed", e.getCause());
    }
  }

  private synchronized FutureTask<List<InetAddress>> running() {
    FutureTask<List<InetAddress>> present = lookup;
    if (present != null && !present.isDone()) {
      return present;
    }
    FutureTask<List<InetAddress>> started = new FutureTask<>(this::ask);
    lookup = started;
    Thread.ofPlatform().daemon().name("s3db-webhook-lookup").start(started);
    return started;
  }

  private List<InetAddress> ask() throws UnknownHostException {
    List<InetAddress> addresses = List.of(resolver.all(host));
    known = new Known(addresses, System.nanoTime());
    return addresses;
  }
}
