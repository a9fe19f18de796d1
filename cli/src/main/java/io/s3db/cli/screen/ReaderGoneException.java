package io.s3db.cli.screen;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Nobody reads the output any more, as when it went to {@code head}. That is no failure. */
public final class ReaderGoneException extends UncheckedIOException {
  private static final long serialVersionUID = 1L;

  ReaderGoneException(IOException cause) {
    super("Nobody reads the output any more.", cause);
  }
}
