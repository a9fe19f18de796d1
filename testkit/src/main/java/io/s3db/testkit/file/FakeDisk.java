package io.s3db.testkit.file;

import io.s3db.replicator.journal.FileLayer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory, with everything that goes wrong with disks.
 *
 * <p>What was not forced is lost at a power cut, entirely or sector by sector; names are lost
 * likewise. The machine can stop at any operation: that one happens half, and none after it. The
 * disk can be full, a force can fail (and the bytes are then lost, as on Linux), a write can stop
 * short. Safe for many threads.
 */
public final class FakeDisk implements FileLayer {
  private final RandomGenerator random;
  private final Map<Path, FakeFile> names = new HashMap<>();
  private final Map<Path, FakeFile> durableNames = new HashMap<>();
  private final Set<Path> locks = new HashSet<>();
  private long capacity = Long.MAX_VALUE;
  private int operations;
  private int crashAt = Integer.MAX_VALUE;
  private int boots;
  private boolean down;
  private boolean forceFails;
  private boolean writeStopsShort;

  /** How much of what was not forced survives. */
  public enum Loss {
    /** All: only the process ended. */
    NOTHING,
    /** None: the power was cut before anything else reached the disk. */
    EVERYTHING,
    /** Some sectors and some names. */
    SOME
  }

  /** An empty disk; the random numbers decide what survives. */
  public FakeDisk(RandomGenerator random) {
    this.random = random;
  }

  /** The machine stops at the operation of this number, counted from now, from 1. */
  public synchronized void crashAt(int operation) {
    operations = 0;
    crashAt = operation;
  }

  /** The machine stops now. End the threads that use it before {@link #restart}. */
  public synchronized void stop() {
    down = true;
  }

  /** How many operations there were since {@link #crashAt}. */
  public synchronized int operations() {
    return operations;
  }

  /** Whether the machine stopped. */
  public synchronized boolean isDown() {
    return down;
  }

  /** The next force of a file's content fails. */
  public synchronized void failNextForce() {
    forceFails = true;
  }

  /** The next write of a file stops half-way and fails. */
  public synchronized void stopNextWriteShort() {
    writeStopsShort = true;
  }

  /** The most bytes all files may have together. */
  public synchronized void capacity(long bytes) {
    capacity = bytes;
  }

  /** The bytes all files have together. */
  public synchronized long used() {
    return names.values().stream().mapToLong(FakeFile::size).sum();
  }

  /** The machine starts again; files opened before are dead. */
  public synchronized void restart(Loss loss) {
    boots++;
    down = false;
    crashAt = Integer.MAX_VALUE;
    locks.clear();
    if (loss == Loss.NOTHING) {
      return;
    }
    double survival = loss == Loss.SOME ? 0.5 : 0;
    Set<Path> all = new HashSet<>(names.keySet());
    all.addAll(durableNames.keySet());
    for (Path path : all) {
      FakeFile seen = names.get(path);
      FakeFile durable = durableNames.get(path);
      if (seen != durable && random.nextDouble() >= survival) {
        put(names, path, durable);
      }
    }
    names.values().stream().distinct().forEach(file -> file.powerCut(random, survival));
    durableNames.clear();
    durableNames.putAll(names);
  }

  private static void put(Map<Path, FakeFile> names, Path path, @Nullable FakeFile file) {
    if (file == null) {
      names.remove(path);
    } else {
      names.put(path, file);
    }
  }

  /** Changes one byte of a file, on disk too. */
  public synchronized void flip(Path path, long at) {
    FakeFile file = existing(path);
    file.seen()[(int) at] ^= 0x10;
    file.force();
  }

  /** Removes a file behind the program's back. */
  public synchronized void lose(Path path) {
    names.remove(path);
    durableNames.remove(path);
  }

  /** A copy of everything that is seen now, as a disk of its own. */
  public synchronized FakeDisk copy() {
    FakeDisk copy = new FakeDisk(random);
    names.forEach(
        (path, file) -> {
          FakeFile twin = new FakeFile();
          twin.write(0, file.seen(), 0, file.size());
          twin.force();
          copy.names.put(path, twin);
          copy.durableNames.put(path, twin);
        });
    return copy;
  }

  private FakeFile existing(Path path) {
    FakeFile file = names.get(path);
    if (file == null) {
      throw new IllegalArgumentException("no file " + path);
    }
    return file;
  }

  /** Counts an operation; returns true if the machine stops at it. */
  private boolean step() throws IOException {
    if (down) {
      throw new IOException("the machine is off");
    }
    if (++operations == crashAt) {
      down = true;
      return true;
    }
    return false;
  }

  private static IOException stopped() {
    return new IOException("the machine stops here");
  }

  /** Half of the time an operation at which the machine stops still happens. */
  private void stepOrStop(Runnable effect) throws IOException {
    boolean stops = step();
    if (!stops || random.nextBoolean()) {
      effect.run();
    }
    if (stops) {
      throw stopped();
    }
  }

  @Override
  public synchronized void createFolder(Path folder) throws IOException {
    step();
  }

  @Override
  public synchronized List<String> list(Path folder) throws IOException {
    if (down) {
      throw new IOException("the machine is off");
    }
    return names.keySet().stream()
        .filter(path -> folder.equals(path.getParent()))
        .map(path -> String.valueOf(path.getFileName()))
        .toList();
  }

  @Override
  public synchronized OpenFile create(Path path, long size) throws IOException {
    FakeFile file = new FakeFile();
    stepOrStop(() -> names.put(path, file));
    FakeOpenFile open = new FakeOpenFile(path, file);
    try {
      open.grow(size);
      return open;
    } catch (DiskFullException e) {
      names.remove(path);
      throw e;
    }
  }

  @Override
  public synchronized OpenFile open(Path path, boolean writable) throws IOException {
    if (down) {
      throw new IOException("the machine is off");
    }
    FakeFile file = names.get(path);
    if (file == null) {
      throw new NoSuchFileException(path.toString());
    }
    return new FakeOpenFile(path, file);
  }

  @Override
  public synchronized void delete(Path path) throws IOException {
    stepOrStop(() -> names.remove(path));
  }

  @Override
  public synchronized void rename(Path from, Path to) throws IOException {
    FakeFile file = existing(from);
    stepOrStop(
        () -> {
          names.remove(from);
          names.put(to, file);
        });
  }

  @Override
  public synchronized void forceFolder(Path folder) throws IOException {
    stepOrStop(
        () -> {
          durableNames.keySet().removeIf(path -> folder.equals(path.getParent()));
          names.forEach(
              (path, file) -> {
                if (folder.equals(path.getParent())) {
                  durableNames.put(path, file);
                }
              });
        });
  }

  @Override
  public synchronized Optional<Lock> lock(Path path) throws IOException {
    if (step()) {
      throw stopped();
    }
    if (!locks.add(path)) {
      return Optional.empty();
    }
    FakeFile file = names.computeIfAbsent(path, _ -> new FakeFile());
    byte[] pid = "4711\n".getBytes(StandardCharsets.UTF_8);
    file.write(0, pid, 0, pid.length);
    int boot = boots;
    return Optional.of(() -> unlock(path, boot));
  }

  private synchronized void unlock(Path path, int boot) {
    if (boot == boots) {
      locks.remove(path);
    }
  }

  private final class FakeOpenFile implements OpenFile {
    private final Path path;
    private final FakeFile file;
    private final int boot = boots;
    private boolean closed;

    FakeOpenFile(Path path, FakeFile file) {
      this.path = path;
      this.file = file;
    }

    private void check() throws IOException {
      if (boot != boots || closed) {
        throw new IOException(path + " is not open");
      }
    }

    @Override
    public long size() throws IOException {
      synchronized (FakeDisk.this) {
        check();
        return file.size();
      }
    }

    @Override
    public int read(long at, byte[] into, int offset, int length) throws IOException {
      synchronized (FakeDisk.this) {
        check();
        int count = (int) Math.max(0, Math.min(length, file.size() - at));
        System.arraycopy(file.seen(), (int) at, into, offset, count);
        return count;
      }
    }

    @Override
    public void write(long at, byte[] from, int offset, int length) throws IOException {
      synchronized (FakeDisk.this) {
        check();
        boolean stops = step();
        boolean partly = stops || writeStopsShort;
        file.write((int) at, from, offset, partly ? random.nextInt(length + 1) : length);
        if (stops) {
          throw stopped();
        }
        if (writeStopsShort) {
          writeStopsShort = false;
          throw new IOException("only some bytes were written");
        }
      }
    }

    @Override
    public void grow(long size) throws IOException {
      synchronized (FakeDisk.this) {
        check();
        if (used() + size - file.size() > capacity) {
          throw new DiskFullException(path, new IOException("No space left on device"));
        }
        stepOrStop(() -> file.resize((int) size));
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      synchronized (FakeDisk.this) {
        check();
        stepOrStop(() -> file.resize((int) size));
      }
    }

    @Override
    public void force() throws IOException {
      synchronized (FakeDisk.this) {
        check();
        stepOrStop(file::force);
      }
    }

    @Override
    public void forceContent() throws IOException {
      synchronized (FakeDisk.this) {
        check();
        if (forceFails) {
          forceFails = false;
          file.forgetDirt();
          throw new IOException("the disk did not take the bytes");
        }
        stepOrStop(file::force);
      }
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
