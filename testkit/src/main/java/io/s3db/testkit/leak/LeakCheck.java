package io.s3db.testkit.leak;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Fails a test class that leaves threads, sockets or files behind, and names them. To be registered
 * with {@code @ExtendWith(LeakCheck.class)}; classes that inherit it are checked too.
 *
 * <p>It looks once before the class and after it, and waits some seconds for what is just ending.
 * What static fields of the class hold is there before: it is shared on purpose. Classes that run
 * at the same time in one process would be blamed for each other.
 */
public final class LeakCheck implements BeforeAllCallback, AfterAllCallback {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration GLANCE = Duration.ofMillis(50);
  private static final Namespace OURS = Namespace.create(LeakCheck.class);

  /** For JUnit. */
  public LeakCheck() {}

  @Override
  public void beforeAll(ExtensionContext context) {
    context.getTestClass().ifPresent(LeakCheck::initialize);
    context.getStore(OURS).put(context.getUniqueId(), Held.now());
  }

  @Override
  public void afterAll(ExtensionContext context) throws InterruptedException {
    Held before =
        Objects.requireNonNull(context.getStore(OURS).get(context.getUniqueId(), Held.class));
    Set<String> left = left(before, PATIENCE);
    if (!left.isEmpty()) {
      throw new AssertionError(
          context.getDisplayName()
              + " left behind: "
              + String.join(", ", left.stream().map(Sockets::described).toList()));
    }
  }

  /**
   * Says that a server on this port is shared by all tests: connections to it may outlive a class.
   */
  public static void shared(int port) {
    Sockets.share(port);
  }

  private static void initialize(Class<?> test) {
    try {
      Class.forName(test.getName(), true, test.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("a class that is there cannot be found", e);
    }
  }

  /** What is held now and was not before, once it does not become less any more. */
  static Set<String> left(Held before, Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    Set<String> left = Held.now().since(before);
    while (!left.isEmpty() && System.nanoTime() < end) {
      TimeUnit.NANOSECONDS.sleep(GLANCE.toNanos());
      left = Held.now().since(before);
    }
    return left;
  }
}
