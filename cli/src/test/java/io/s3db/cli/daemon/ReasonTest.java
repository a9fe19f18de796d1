package io.s3db.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.junit.jupiter.api.Test;

class ReasonTest {
  private final LoggerContext context = new LoggerContext();

  private String told(String where, Throwable failure) {
    context.putProperty(Reason.WHERE, where);
    Reason reason = new Reason();
    reason.setContext(context);
    reason.start();
    return reason.convert(
        new LoggingEvent(
            "here", context.getLogger("test"), Level.ERROR, "It failed", failure, new Object[0]));
  }

  @Test
  void isASentenceWithoutCredentials() {
    assertThat(told("", new IllegalStateException("no way to s3://KEY:SECRET@bucket\nat line 2")))
        .isEqualTo(": no way to s3://***@bucket");
    assertThat(told("", new IllegalStateException()))
        .isEqualTo(": java.lang.IllegalStateException");
  }

  @Test
  void saysWhereIfAsked() {
    assertThat(told("1", new IllegalStateException("why")))
        .contains("IllegalStateException: why")
        .contains("at io.s3db.cli.daemon.ReasonTest");
  }
}
