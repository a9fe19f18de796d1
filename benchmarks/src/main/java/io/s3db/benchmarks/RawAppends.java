package io.s3db.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The least a durable log can do: records of one size into one file that has its size already, and
 * one force for all that wait. The records of all writers together must fit into a mebibyte.
 */
final class RawAppends implements AutoCloseable {
  private static final int FILE = 32 << 20;
  private static final int MOST = 1 << 20;

  private final FileChannel file;
  private final Thread committer;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private Group filling = new Group();
  private Group spare = new Group();
  private long at;

  /** Records that one force makes durable. */
  private static final class Group {
    final ByteBuffer bytes = ByteBuffer.allocateDirect(MOST);
    CountDownLatch durable = new CountDownLatch(1);
  }

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
  void append(byte[] bytes) throws InterruptedException {
    join(bytes).await();
  }

  private CountDownLatch join(byte[] bytes) {
    lock.lock();
    try {
      filling.bytes.put(bytes);
      filled.signal();
      return filling.durable;
    } finally {
      lock.unlock();
    }
  }

  private void commit() {
    try {
      while (true) {
        Group group = take();
        ByteBuffer bytes = group.bytes.flip();
        at = at + bytes.remaining() > FILE ? 0 : at;
        while (bytes.hasRemaining()) {
          at += file.write(bytes, at);
        }
        file.force(false);
        group.durable.countDown();
      }
    } catch (InterruptedException _) {
      // Closed: nobody appends any more.
    } catch (IOException e) {
      throw new IllegalStateException("the raw log cannot be written", e);
    }
  }

  private Group take() throws InterruptedException {
    lock.lock();
    try {
      while (filling.bytes.position() == 0) {
        filled.await();
      }
      Group full = filling;
      spare.bytes.clear();
      spare.durable = new CountDownLatch(1);
      filling = spare;
      spare = full;
      return full;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    committer.interrupt(); // it waits: every append has returned
    file.close();
  }
}
