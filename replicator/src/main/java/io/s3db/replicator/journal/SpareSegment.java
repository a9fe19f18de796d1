package io.s3db.replicator.journal;

import io.s3db.replicator.journal.FileLayer.OpenFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * The next segment file, made ready in the background: real zeros, its name durable.
 *
 * <p>Its header stays zero until it is used, so that an unused one is recognised.
 */
final class SpareSegment {
  private final FileLayer files;
  private final Path folder;
  private final long size;
  private @Nullable FutureTask<OpenFile> next;
  private long nextId;

  SpareSegment(FileLayer files, Path folder, long size) {
    this.files = files;
    this.folder = folder;
    this.size = size;
  }

  /** Begins to make a segment file ready. */
  void prepare(long id) {
    FutureTask<OpenFile> task = new FutureTask<>(() -> make(id));
    nextId = id;
    next = task;
    Thread thread = new Thread(task, "s3db-journal-spare");
    thread.setDaemon(true);
    thread.start();
  }

  private OpenFile make(long id) throws IOException {
    OpenFile file = files.create(Segment.file(folder, id), size);
    try {
      file.force();
      files.forceFolder(folder);
      return file;
    } catch (IOException | RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  /**
   * The file of a segment, at least of a size.
   *
   * @throws FileLayer.DiskFullException if there is no room; it may be asked for again
   */
  OpenFile take(long id, long least) throws IOException {
    FutureTask<OpenFile> task = next;
    next = null;
    OpenFile file = task != null && nextId == id ? result(task) : make(id);
    try {
      if (file.size() < least) {
        file.grow(least);
        file.force();
      }
      return file;
    } catch (IOException | RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  /** Removes what was not used. */
  void discard() throws IOException {
    FutureTask<OpenFile> task = next;
    next = null;
    if (task != null) {
      result(task).close();
      files.delete(Segment.file(folder, nextId));
    }
  }

  private static OpenFile result(FutureTask<OpenFile> task) throws IOException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof FileLayer.DiskFullException full) {
        throw full;
      }
      throw new IOException("a segment file could not be made ready", e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
