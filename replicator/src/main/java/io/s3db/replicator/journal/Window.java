package io.s3db.replicator.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads frames through a buffer that moves over the segments. Used by one thread. */
final class Window implements AutoCloseable {
  private static final int SIZE = 1 << 18;

  private final FileLayer files;
  private byte[] buffer = new byte[SIZE];
  private FileLayer.@Nullable OpenFile file;
  private @Nullable Segment segment;
  private long start;
  private int length;

  Window(FileLayer files) {
    this.files = files;
  }

  /** The header at an offset, or null if there is no valid one. */
  @Nullable Frame header(Segment in, long offset) {
    int at = load(in, offset, Frame.HEADER);
    return at < 0 ? null : Frame.read(buffer, at, in.id(), offset);
  }

  /** The content of a frame, or null if it is not what was written. Valid until the next call. */
  @Nullable ByteBuffer content(Segment in, Frame frame) {
    int at = load(in, frame.offset(), frame.size());
    boolean whole = at >= 0 && frame.holds(buffer, at + Frame.HEADER, in.id());
    return whole ? ByteBuffer.wrap(buffer, at + Frame.HEADER, frame.length()) : null;
  }

  /** Whether the eight bytes at an offset are there and not zero. */
  boolean isWritten(Segment in, long offset) {
    int at = load(in, offset, Long.BYTES);
    return at >= 0 && ByteBuffer.wrap(buffer).getLong(at) != 0;
  }

  /** Makes bytes available; returns where they are in the buffer, or -1 if the file is shorter. */
  private int load(Segment in, long offset, int wanted) {
    long at = in.at(offset);
    if (segment != in || at < start || at + wanted > start + length) {
      try {
        fill(in, at, wanted);
      } catch (IOException e) {
        throw Failures.unreadable(in.file, e);
      }
    }
    return at + wanted <= start + length ? (int) (at - start) : -1;
  }

  private void fill(Segment in, long at, int wanted) throws IOException {
    FileLayer.OpenFile from = file;
    if (segment != in || from == null) {
      close();
      from = files.open(in.file, false);
      file = from;
      segment = in;
      length = 0;
    }
    if (wanted > in.fileSize - at) {
      start = at;
      length = 0;
      return; // before a damaged length makes us allocate
    }
    // A step back is often followed by another one: outcomes are not in the order of their intents.
    long first = at < start ? Math.max(0, at - SIZE / 4) : at;
    int size = (int) Math.max(SIZE, at - first + wanted);
    if (buffer.length < size) {
      buffer = new byte[size];
    }
    start = first;
    length = from.read(first, buffer, 0, buffer.length);
  }

  @Override
  public void close() {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } finally {
      file = null;
      segment = null;
    }
  }
}
