package io.s3db.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * The names of a bucket in order, brought up to date when somebody lists: most writers never do,
 * and keeping names in order is what would cost them most.
 *
 * <p>A writer notes a name after it made or removed the object, and before it answers. A listing
 * first looks at every noted name and takes it in or out, so that it knows all that was answered.
 */
final class MemoryIndex {
  private static final int MANY = 1 << 16;

  private final NavigableSet<String> names = new ConcurrentSkipListSet<>(ObjectKey::compareUtf8);
  private final Queue<String> noted = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final ReentrantLock settling = new ReentrantLock();
  private final Predicate<String> exists;

  MemoryIndex(Predicate<String> exists) {
    this.exists = exists;
  }

  /** An object of this name was made or removed. */
  void note(String name) {
    // Counted first and until it is settled: a listing that sees no count misses nothing.
    int count = waiting.incrementAndGet();
    noted.add(name);
    if (count > MANY && settling.tryLock()) {
      try {
        settle();
      } finally {
        settling.unlock();
      }
    }
  }

  /** The names from one on, in order. */
  Collection<String> from(String first, boolean inclusive) {
    if (waiting.get() > 0) {
      settling.lock();
      try {
        settle();
      } finally {
        settling.unlock();
      }
    }
    return names.tailSet(first, inclusive);
  }

  /** What is noted while this goes on is looked at by the next one, if this one misses it. */
  private void settle() {
    List<String> batch = new ArrayList<>();
    for (String name = noted.poll(); name != null; name = noted.poll()) {
      batch.add(name);
    }
    for (String name : batch) {
      if (exists.test(name)) {
        names.add(name);
      } else {
        names.remove(name);
      }
    }
    waiting.addAndGet(-batch.size());
  }
}
