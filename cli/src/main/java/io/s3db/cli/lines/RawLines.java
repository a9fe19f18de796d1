package io.s3db.cli.lines;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Cuts a stream into lines, whatever ends them; for CSV a line break inside quotes does not. At
 * most {@link #LONGEST} bytes are held. Bytes that are no UTF-8 are told, not replaced.
 */
final class RawLines {
  /** The largest record that is read. */
  static final int LONGEST = 16 << 20;

  private static final char REPLACEMENT = '\uFFFD';

  private final InputStream in;
  private final OptionalInt separator;
  private byte[] buffer = new byte[1 << 16];
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
    if (at == end && !fill()) {
      return Optional.empty();
    }
    long start = line;
    Quotes quotes = new Quotes(separator);
    int length = 0;
    while (true) {
      if (length > LONGEST) {
        take(length);
        skipLine();
        return Optional.of(tooLong(start, quotes));
      }
      if (at + length == end && !fill()) {
        RawLine last =
            quotes.open()
                ? new RawLine(start, "", "a quote is opened and never closed.")
                : decoded(start, length);
        take(length);
        return Optional.of(last);
      }
      int stop = Math.min(end, at + LONGEST + 1);
      int found = scan(at + length, stop, quotes);
      length = found - at;
      if (found < stop) {
        line++;
        if (!quotes.open()) {
          RawLine whole = decoded(start, length);
          take(length + 1);
          return Optional.of(whole);
        }
        quotes.pass('\n');
        length++;
      }
    }
  }

  /** The place of the next line break, or the end of what is to be looked at. */
  private int scan(int from, int to, Quotes quotes) {
    boolean csv = separator.isPresent();
    for (int i = from; i < to; i++) {
      byte next = buffer[i];
      if (next == '\n') {
        return i;
      }
      if (csv) {
        quotes.pass(next & 0xFF);
      }
    }
    return to;
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
    while (at < end || fill()) {
      boolean last = buffer[at] == '\n';
      take(1);
      if (last) {
        line++;
        return;
      }
    }
  }

  private void take(int bytes) {
    at += bytes;
    position += bytes;
  }

  /** Reads more behind what is there; false at the end. */
  private boolean fill() throws IOException {
    if (at > 0) {
      System.arraycopy(buffer, at, buffer, 0, end - at);
      end -= at;
      at = 0;
    }
    if (end == buffer.length) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    int read = in.read(buffer, end, buffer.length - end);
    end += Math.max(0, read);
    return read > 0;
  }

  private RawLine decoded(long number, int length) {
    String text = new String(buffer, at, length, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) >= 0 && !isUtf8(length)) {
      return new RawLine(number, "", "it is not UTF-8: save the file in that encoding.");
    }
    int from = number == 1 && text.startsWith("\uFEFF") ? 1 : 0;
    int to = text.endsWith("\r") ? text.length() - 1 : text.length();
    return new RawLine(number, text.substring(from, Math.max(from, to)), null);
  }

  /** Asked only about what holds the sign that stands for unreadable bytes, or may be itself. */
  private boolean isUtf8(int length) {
    try {
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(buffer, at, length));
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }
}
