package io.s3db.cli;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LocationAwareLogger;

/**
 * Carries what libraries say to the log of the JDK into the one log there is, so that it comes in
 * the form that was asked for, or not at all.
 */
final class JdkLog extends Handler {
  // Held, or the JDK forgets its level.
  private static final Logger ROOT = Logger.getLogger("");

  private final SimpleFormatter formatter = new SimpleFormatter();

  private JdkLog() {}

  static void install() {
    LogManager.getLogManager().reset();
    ROOT.setLevel(Level.WARNING);
    ROOT.addHandler(new JdkLog());
  }

  @Override
  public void publish(LogRecord record) {
    String name = record.getLoggerName() == null ? "jdk" : record.getLoggerName();
    int level =
        record.getLevel().intValue() >= Level.SEVERE.intValue()
            ? LocationAwareLogger.ERROR_INT
            : LocationAwareLogger.WARN_INT;
    LoggerFactory.getLogger(name)
        .atLevel(org.slf4j.event.Level.intToLevel(level))
        .setCause(record.getThrown())
        .log(formatter.formatMessage(record));
  }

  @Override
  public void flush() {
    // nothing is held
  }

  @Override
  public void close() {
    // nothing is open
  }
}
