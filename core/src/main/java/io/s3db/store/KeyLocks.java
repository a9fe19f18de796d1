package io.s3db.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Locks of keys that hold between threads and between processes.
 *
 * <p>Threads of this process take an ordinary lock. Processes lock one byte of the lock file at a
 * position made from the key; the file stays empty, and the operating system frees the locks of a
 * process that dies.
 *
 * <p>All stores of a directory in this process share one instance and one channel: POSIX drops
 * every lock a process has on a file when it closes any descriptor of it. For the same reason the
 * channel only ever tries a lock and never waits in one, because an interrupt of a waiting thread
 * would close it.
 */
final class KeyLocks {
  private static final Map<Path, KeyLocks> OPEN = new HashMap<>();
  private static final long FIRST_PAUSE_NANOS = 50_000;
  private static final long LONGEST_PAUSE_NANOS = 2_000_000;
  private static final long PATIENCE_NANOS = 30_000_000_000L;

  private final Path root;
  private final FileChannel channel;
  private final Map<Long, Waiters> byKey = new ConcurrentHashMap<>();
  private int users;

  private KeyLocks(Path root) throws IOException {
    this.root = root;
    this.channel =
        FileChannel.open(
            root.resolve(Slot.LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /** The locks of an existing directory. Each call needs its own {@link #close}. */
  static KeyLocks open(Path directory) throws IOException {
    Path root = directory.toRealPath();
    synchronized (OPEN) {
      KeyLocks locks = OPEN.get(root);
      if (locks == null) {
        locks = new KeyLocks(root);
        OPEN.put(root, locks);
      }
      locks.users++;
      return locks;
    }
  }

  /** The channel stays open while a lock is held. */
  void close() throws IOException {
    synchronized (OPEN) {
      users--;
      if (users == 0) {
        OPEN.remove(root);
        channel.close();
      }
    }
  }

  /**
   * Waits for the lock of this number and takes it.
   *
   * @throws InterruptedException if the thread is interrupted before it has the lock
   * @throws IOException if another process keeps the lock for half a minute
   */
  Held lock(long number) throws IOException, InterruptedException {
    Waiters waiters =
        byKey.compute(
            number,
            (_, known) -> {
              Waiters entry = known == null ? new Waiters() : known;
              entry.count++;
              return entry;
            });
    try {
      waiters.lock.lockInterruptibly();
    } catch (InterruptedException e) {
      leave(number);
      throw e;
    }
    boolean taken = false;
    try {
      Held held = new Held(number, waiters, lockFile(number));
      synchronized (OPEN) {
        users++;
      }
      taken = true;
      return held;
    } finally {
      if (!taken) {
        waiters.lock.unlock();
        leave(number);
      }
    }
  }

  private FileLock lockFile(long number) throws IOException, InterruptedException {
    long start = System.nanoTime();
    for (long pause = FIRST_PAUSE_NANOS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS)) {
      FileLock lock = tryLockFile(number);
      if (lock != null) {
        return lock;
      }
      if (System.nanoTime() - start > PATIENCE_NANOS) {
        throw new IOException("another process has held the lock of the key for 30 seconds");
      }
      LockSupport.parkNanos(pause);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  private @Nullable FileLock tryLockFile(long number) throws IOException {
    try {
      return channel.tryLock(number, 1, false);
    } catch (OverlappingFileLockException e) {
      return null; // held by this process through another class loader
    }
  }

  private void leave(long number) {
    byKey.computeIfPresent(number, (_, waiters) -> --waiters.count == 0 ? null : waiters);
  }

  /** A lock that is held until it is closed. */
  final class Held implements AutoCloseable {
    private final long number;
    private final Waiters waiters;
    private final FileLock file;

    private Held(long number, Waiters waiters, FileLock file) {
      this.number = number;
      this.waiters = waiters;
      this.file = file;
    }

    @Override
    public void close() throws IOException {
      try {
        file.release();
      } finally {
        waiters.lock.unlock();
        leave(number);
        KeyLocks.this.close();
      }
    }
  }

  /** The threads of this process that hold or want one lock. */
  private static final class Waiters {
    final ReentrantLock lock = new ReentrantLock();
    int count;
  }
}
