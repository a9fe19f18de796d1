package io.s3db.cli.daemon;

import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import io.s3db.cli.place.Redaction;

/**
 * The failure of a line of the log: why, in a sentence. Where it happened is for a daemon, whose
 * log is what people report, and for those who ask by {@code S3DB_DEBUG}.
 */
public final class Reason extends ThrowableHandlingConverter {
  /** The property of the log that asks for it. */
  static final String WHERE = "where";

  private final ThrowableProxyConverter whole = new ThrowableProxyConverter();

  @Override
  public void start() {
    whole.start();
    super.start();
  }

  @Override
  public String convert(ILoggingEvent event) {
    IThrowableProxy failure = event.getThrowableProxy();
    if (failure == null) {
      return "";
    }
    String where = getContext().getProperty(WHERE);
    return where == null || where.isEmpty()
        ? ": " + Redaction.of(sentence(failure))
        : System.lineSeparator() + whole.convert(event);
  }

  private static String sentence(IThrowableProxy failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank()
        ? failure.getClassName()
        : message.lines().findFirst().orElse(message);
  }
}
