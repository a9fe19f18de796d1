package io.s3db.cli.records;

import io.s3db.cli.place.Interruption;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The standard input: a signal must not wait until somebody types. It is not closed. */
final class Typed extends FilterInputStream {
  Typed(InputStream in) {
    super(in);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    Interruption.reading(true);
    try {
      return super.read(bytes, offset, length);
    } finally {
      Interruption.reading(false);
    }
  }

  @Override
  public void close() {
    // belongs to the process
  }
}
