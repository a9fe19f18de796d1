package io.s3db.cli.lines;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Cuts a stream into lines, whatever ends them; for CSV a line break inside quotes does not. At
 * most {@link #LONGEST} bytes are held. Bytes that are no UTF-8 are told, not replaced.
 */
final class RawLines {
  /** The largest record that is read. */
  static final int LONGEST = 16 << 20;

  private final InputStream in;
  private final OptionalInt separator;
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int end;
  private long line = 1;
  private long position;

  /**
   * Reads a stream.
   *
   * @param separator between the cells of CSV; empty if quotes mean nothing
   */
  RawLines(InputStream in, OptionalInt separator) {
    this.in = in;
    this.separator = separator;
  }

  /** How many bytes were taken. */
  long position() {
    return position;
  }

  /** The next line, or nothing at the end. */
  Optional<RawLine> next() throws IOException {
    int first = read();
    if (first < 0) {
      return Optional.empty();
    }
    long start = line;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Quotes quotes = new Quotes(separator);
    for (int next = first; next >= 0; next = read()) {
      if (next == '\n') {
        line++;
        if (!quotes.open()) {
          break;
        }
      }
      quotes.pass(next);
      bytes.write(next);
      if (bytes.size() > LONGEST) {
        skipLine();
        return Optional.of(tooLong(start, quotes));
      }
    }
    return Optional.of(
        quotes.open()
            ? new RawLine(start, "", "a quote is opened and never closed.")
            : decoded(start, bytes));
  }

  private static RawLine tooLong(long start, Quotes quotes) {
    return new RawLine(
        start,
        "",
        quotes.open()
            ? "a quote is opened and not closed within 16 MB."
            : "it is longer than 16 MB, the most a record may have.");
  }

  private void skipLine() throws IOException {
    for (int next = read(); next >= 0; next = read()) {
      if (next == '\n') {
        line++;
        return;
      }
    }
  }

  private int read() throws IOException {
    if (at == end) {
      at = 0;
      end = Math.max(0, in.read(buffer));
      if (end == 0) {
        return -1;
      }
    }
    position++;
    return buffer[at++] & 0xFF;
  }

  private static RawLine decoded(long number, ByteArrayOutputStream bytes) {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes.toByteArray()))
              .toString();
      String whole = number == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text;
      return new RawLine(
          number, whole.endsWith("\r") ? whole.substring(0, whole.length() - 1) : whole, null);
    } catch (CharacterCodingException _) {
      return new RawLine(number, "", "it is not UTF-8: save the file in that encoding.");
    }
  }
}
