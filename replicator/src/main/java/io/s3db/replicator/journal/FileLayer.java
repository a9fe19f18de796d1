package io.s3db.replicator.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The few file operations a journal uses, so that tests can stop, tear and fail each of them.
 *
 * <p>No operation is disturbed by the interrupt of the calling thread.
 */
public interface FileLayer {
  /** The files of this machine. */
  static FileLayer disk() {
    return new DiskFiles();
  }

  /** Makes a folder and its parents, if missing. */
  void createFolder(Path folder) throws IOException;

  /** The names of the files in a folder. */
  List<String> list(Path folder) throws IOException;

  /**
   * Makes a new file of a size that it really has on disk: writing inside it needs no more room.
   *
   * @throws DiskFullException if there is no room; the file is gone again
   */
  OpenFile create(Path file, long size) throws IOException;

  /** Opens a file that is there, for reading and, if told, for writing. */
  OpenFile open(Path file, boolean writable) throws IOException;

  /** Removes a file. Durable once the folder is forced. */
  void delete(Path file) throws IOException;

  /** Gives a file another name, replacing the file of that name. Durable once it is forced. */
  void rename(Path from, Path to) throws IOException;

  /** Makes creations, renames and deletions in a folder durable. */
  void forceFolder(Path folder) throws IOException;

  /**
   * Takes the lock of a folder for this instance, and notes the process in the lock file.
   *
   * @return the lock, or nothing if somebody has it
   */
  Optional<Lock> lock(Path file) throws IOException;

  /** An open file. One thread writes at a time; others may force or read meanwhile. */
  interface OpenFile extends AutoCloseable {
    /** Its length in bytes. */
    long size() throws IOException;

    /** Reads as many bytes as there are, up to {@code length}; returns how many. */
    int read(long at, byte[] into, int offset, int length) throws IOException;

    /** Hands bytes to the operating system. */
    void write(long at, byte[] from, int offset, int length) throws IOException;

    /** Appends zeros that are really on disk up to a new size. */
    void grow(long size) throws IOException;

    /** Cuts the file to a size. */
    void truncate(long size) throws IOException;

    /** Waits until the disk has every byte written before the call, and the size. */
    void force() throws IOException;

    /**
     * As {@link #force}, without the size and cheaper. Only for a thread that nobody interrupts: an
     * interrupt may close the file.
     */
    default void forceContent() throws IOException {
      force();
    }

    @Override
    void close() throws IOException;
  }

  /** A lock that is held. */
  interface Lock extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  /** There is no room on the disk. */
  final class DiskFullException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Makes one about a file. */
    public DiskFullException(Path file, Throwable cause) {
      super("no room on the disk for " + file, cause);
    }
  }
}
