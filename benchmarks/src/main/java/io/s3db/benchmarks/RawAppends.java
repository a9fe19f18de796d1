package io.s3db.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The least a durable log can do: records of one size into one file that has its size already, and
 * one force for all that wait.
 */
final class RawAppends implements AutoCloseable {
  private static final int FILE = 32 << 20;
  private static final int MOST = 1 << 20;

  private final FileChannel file;
  private final Thread committer;
  private ByteBuffer filling = ByteBuffer.allocateDirect(MOST);
  private ByteBuffer writing = ByteBuffer.allocateDirect(MOST);
  private long fillingTurn = 1;
  private long durableTurn;
  private long at;

  RawAppends(Path folder) throws IOException {
    file =
        FileChannel.open(
            folder.resolve("raw.log"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    for (int written = 0; written < FILE; written += MOST) {
      file.write(ByteBuffer.allocate(MOST));
    }
    file.force(true);
    committer = Thread.ofPlatform().daemon().name("raw-committer").start(this::commit);
  }

  /** Returns when the disk has the record. */
  synchronized void append(byte[] bytes) throws InterruptedException {
    while (filling.remaining() < bytes.length) {
      wait();
    }
    filling.put(bytes);
    long turn = fillingTurn;
    notifyAll();
    while (durableTurn < turn) {
      wait();
    }
  }

  private void commit() {
    try {
      while (true) {
        long turn = take();
        if (at + MOST > FILE) {
          at = 0;
        }
        while (writing.hasRemaining()) {
          at += file.write(writing, at);
        }
        file.force(false);
        settle(turn);
      }
    } catch (InterruptedException _) {
      // Closed: nobody appends any more.
    } catch (IOException e) {
      throw new IllegalStateException("the raw log cannot be written", e);
    }
  }

  private synchronized long take() throws InterruptedException {
    while (filling.position() == 0) {
      wait();
    }
    ByteBuffer full = filling.flip();
    filling = writing.clear();
    writing = full;
    notifyAll();
    return fillingTurn++;
  }

  private synchronized void settle(long turn) {
    durableTurn = turn;
    notifyAll();
  }

  @Override
  public void close() throws IOException {
    committer.interrupt(); // it waits: every append has returned
    file.close();
  }
}
