package io.s3db.testkit.s3;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The faults a test has asked for; the first that matches a request happens. */
final class S3Faults {
  private record Rule(Predicate<S3Request> requests, Supplier<S3Fault> fault, boolean once) {}

  private final List<Rule> rules = new ArrayList<>();

  synchronized void add(Predicate<S3Request> requests, S3Fault fault, boolean once) {
    rules.add(new Rule(requests, () -> fault, once));
  }

  /** Each matching request fails with this probability, by one of the faults. */
  synchronized void addRandom(
      long seed, double probability, Predicate<S3Request> requests, List<S3Fault> faults) {
    Random random = new Random(seed);
    rules.add(
        new Rule(
            request -> requests.test(request) && random.nextDouble() < probability,
            () -> faults.get(random.nextInt(faults.size())),
            false));
  }

  synchronized void clear() {
    rules.clear();
  }

  synchronized @Nullable S3Fault next(S3Request request) {
    for (Iterator<Rule> each = rules.iterator(); each.hasNext(); ) {
      Rule rule = each.next();
      if (rule.requests.test(request)) {
        if (rule.once) {
          each.remove();
        }
        return rule.fault.get();
      }
    }
    return null;
  }
}
