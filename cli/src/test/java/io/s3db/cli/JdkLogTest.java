package io.s3db.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class JdkLogTest {
  @Test
  void whatLibrariesTellTheJdkGoesIntoTheOneLog() {
    JdkLog.install();
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger("some.library");
    logger.setLevel(Level.INFO);
    logger.addAppender(log);
    log.start();
    java.util.logging.Logger library = java.util.logging.Logger.getLogger("some.library");

    library.info("chat");
    library.warning("hm");
    library.log(java.util.logging.Level.SEVERE, "no {0}", "way");

    assertThat(log.list)
        .extracting(each -> each.getLevel() + " " + each.getFormattedMessage())
        .containsExactly("WARN hm", "ERROR no way");
  }
}
