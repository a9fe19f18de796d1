package io.s3db.replicator.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The files of this machine.
 *
 * <p>{@link RandomAccessFile} and not a channel carries the bytes: a channel is closed for
 * everybody when one of its users is interrupted.
 */
final class DiskFiles implements FileLayer {
  /** Locks of this process: the system forgets them when any handle of the file is closed. */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private static final byte[] ZEROS = new byte[1 << 18];

  @Override
  public void createFolder(Path folder) throws IOException {
    Files.createDirectories(folder);
  }

  @Override
  public List<String> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Override
  public OpenFile create(Path file, long size) throws IOException {
    Files.deleteIfExists(file);
    DiskFile created = new DiskFile(file, "rw");
    try {
      created.grow(size);
      return created;
    } catch (IOException e) {
      created.close();
      Files.deleteIfExists(file);
      throw e;
    }
  }

  @Override
  public OpenFile open(Path file, boolean writable) throws IOException {
    if (!Files.exists(file)) {
      throw new java.nio.file.NoSuchFileException(file.toString());
    }
    if (HELD.contains(place(file))) {
      throw new FileHeldException(file);
    }
    return new DiskFile(file, writable ? "rw" : "r");
  }

  @Override
  public void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void forceFolder(Path folder) throws IOException {
    if (System.getProperty("os.name", "").startsWith("Windows")) {
      return; // a folder cannot be opened there; NTFS journals names by itself
    }
    boolean interrupted = false;
    while (true) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
        break;
      } catch (ClosedByInterruptException e) {
        interrupted |= Thread.interrupted();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  @SuppressWarnings("MustBeClosedChecker") // the lock closes the channel
  public Optional<Lock> lock(Path file) throws IOException {
    Path place = place(file);
    if (!HELD.add(place)) {
      return Optional.empty(); // opening and closing it would end the lock, as POSIX has it
    }
    Optional<Lock> lock = Optional.empty();
    try {
      lock = lockOf(file, place);
    } finally {
      if (lock.isEmpty()) {
        HELD.remove(place);
      }
    }
    return lock;
  }

  /** One name for a file, whatever way leads to its folder. */
  private static Path place(Path file) throws IOException {
    Path name = file.toAbsolutePath().normalize();
    Path folder = name.getParent();
    return folder != null && Files.exists(folder)
        ? folder.toRealPath().resolve(name.getFileName())
        : name;
  }

  @SuppressWarnings("MustBeClosedChecker") // the lock closes the channel
  private static Optional<Lock> lockOf(Path file, Path place) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      lock = null; // an instance in this process has it
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    if (lock == null) {
      return Optional.empty();
    }
    String pid = ProcessHandle.current().pid() + "\n";
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.UTF_8)), 0);
    return Optional.of(
        () -> {
          channel.close();
          HELD.remove(place);
        });
  }

  private static IOException explained(Path file, IOException failure) {
    String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    boolean full =
        message.contains("no space left")
            || message.contains("quota exceeded")
            || message.contains("not enough space");
    return full ? new DiskFullException(file, failure) : failure;
  }

  private static final class DiskFile implements OpenFile {
    private final Path path;
    private final RandomAccessFile file;
    private final FileChannel channel;
    private long pointer;

    DiskFile(Path path, String mode) throws IOException {
      this.path = path;
      this.file = new RandomAccessFile(path.toFile(), mode);
      this.channel = file.getChannel();
    }

    @Override
    public long size() throws IOException {
      return file.length();
    }

    @Override
    public int read(long at, byte[] into, int offset, int length) throws IOException {
      seek(at);
      int done = 0;
      while (done < length) {
        int count = file.read(into, offset + done, length - done);
        if (count < 0) {
          break;
        }
        done += count;
      }
      pointer = at + done;
      return done;
    }

    @Override
    public void write(long at, byte[] from, int offset, int length) throws IOException {
      seek(at);
      pointer = -1; // unknown, if the write fails half-way
      try {
        file.write(from, offset, length);
      } catch (IOException e) {
        throw explained(path, e);
      }
      pointer = at + length;
    }

    private void seek(long at) throws IOException {
      if (pointer != at) {
        file.seek(at);
      }
    }

    @Override
    public void grow(long size) throws IOException {
      for (long at = size(); at < size; at += ZEROS.length) {
        write(at, ZEROS, 0, (int) Math.min(ZEROS.length, size - at));
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      file.setLength(size);
      pointer = -1;
    }

    @Override
    public void force() throws IOException {
      file.getFD().sync();
    }

    @Override
    public void forceContent() throws IOException {
      channel.force(false);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
