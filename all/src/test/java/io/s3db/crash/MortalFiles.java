package io.s3db.crash;

import io.s3db.replicator.journal.FileLayer;
import io.s3db.testkit.file.FakeDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A disk as one process sees it: when one stops, so does the other. */
record MortalFiles(FakeDisk disk, Life life) implements FileLayer {
  @FunctionalInterface
  private interface Work<T> {
    T run() throws IOException;
  }

  @FunctionalInterface
  private interface Effect {
    void run() throws IOException;
  }

  private <T> T call(Work<T> work) throws IOException {
    if (life.isOver()) {
      throw new IOException("the process is no more");
    }
    try {
      return work.run();
    } finally {
      if (disk.isDown()) {
        life.end();
      }
    }
  }

  private void act(Effect effect) throws IOException {
    Boolean _ =
        call(
            () -> {
              effect.run();
              return true;
            });
  }

  @Override
  public void createFolder(Path folder) throws IOException {
    act(() -> disk.createFolder(folder));
  }

  @Override
  public List<String> list(Path folder) throws IOException {
    return call(() -> disk.list(folder));
  }

  @Override
  public OpenFile create(Path file, long size) throws IOException {
    return new MortalFile(call(() -> disk.create(file, size)));
  }

  @Override
  public OpenFile open(Path file, boolean writable) throws IOException {
    return new MortalFile(call(() -> disk.open(file, writable)));
  }

  @Override
  public void delete(Path file) throws IOException {
    act(() -> disk.delete(file));
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    act(() -> disk.rename(from, to));
  }

  @Override
  public void forceFolder(Path folder) throws IOException {
    act(() -> disk.forceFolder(folder));
  }

  @Override
  public Optional<Lock> lock(Path file) throws IOException {
    return call(() -> disk.lock(file));
  }

  private final class MortalFile implements OpenFile {
    private final OpenFile file;

    MortalFile(OpenFile file) {
      this.file = file;
    }

    @Override
    public long size() throws IOException {
      return call(file::size);
    }

    @Override
    public int read(long at, byte[] into, int offset, int length) throws IOException {
      return call(() -> file.read(at, into, offset, length));
    }

    @Override
    public void write(long at, byte[] from, int offset, int length) throws IOException {
      act(() -> file.write(at, from, offset, length));
    }

    @Override
    public void grow(long size) throws IOException {
      act(() -> file.grow(size));
    }

    @Override
    public void truncate(long size) throws IOException {
      act(() -> file.truncate(size));
    }

    @Override
    public void force() throws IOException {
      act(file::force);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
