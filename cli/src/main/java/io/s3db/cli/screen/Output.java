package io.s3db.cli.screen;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The standard output, as UTF-8. Unlike a {@code PrintStream} it does not hide that nobody reads
 * any more: {@link ReaderGoneException} tells that once, and {@link UncheckedIOException} any other
 * reason, such as a full disk; what is written after that is dropped.
 */
public final class Output extends Writer {
  private final OutputStream stream;
  private boolean broken;

  /** Writes to a stream, in large pieces. */
  public Output(OutputStream stream) {
    this.stream = new BufferedOutputStream(stream, 1 << 16);
  }

  /** Writes a line. */
  public void line(String text) {
    write(text + "\n");
  }

  @Override
  public void write(String text) {
    bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void write(char[] text, int offset, int length) {
    write(new String(text, offset, length));
  }

  private void bytes(byte[] bytes) {
    if (broken) {
      return;
    }
    try {
      stream.write(bytes);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public void flush() {
    if (broken) {
      return;
    }
    try {
      stream.flush();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Systems have no other sign of it than this text. */
  private UncheckedIOException failed(IOException cause) {
    broken = true;
    String why = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    return why.contains("pipe") ? new ReaderGoneException(cause) : new UncheckedIOException(cause);
  }

  /** Closes the stream, whatever became of it. */
  public void end() throws IOException {
    stream.close();
  }

  @Override
  public void close() {
    flush();
  }
}
