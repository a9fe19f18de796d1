package io.s3db.transform.js;

import static io.s3db.transform.js.Scripts.run;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What scripts say goes to the log. */
final class ConsoleTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger("io.s3db.transform.js");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
    logger.setLevel(Level.DEBUG);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(lines);
    logger.setLevel(null);
  }

  @Test
  void everyMethodHasItsLevel() throws Exception {
    run(
        """
        (data) => {
          console.debug('d'); console.log('l', 1, null, undefined, { a: [1] }); console.info('i');
          console.warn('Skipping invalid user:', data.id); console.error(new TypeError('bad'));
          return null;
        }
        """);
    assertThat(lines.list)
        .extracting(each -> each.getLevel() + " " + each.getFormattedMessage())
        .containsExactly(
            "DEBUG test.js: d",
            "INFO test.js: l 1 null undefined {\"a\":[1]}",
            "INFO test.js: i",
            "WARN test.js: Skipping invalid user: u-1",
            "ERROR test.js: TypeError: bad");
  }

  @Test
  void linesAreBoundedAndPlain() throws Exception {
    run("() => { console.log('a\\nWARN forged\\u001b[2J', 'x'.repeat(5000)); return null }");
    assertThat(lines.list)
        .singleElement()
        .satisfies(
            line ->
                assertThat(line.getFormattedMessage())
                    .startsWith("test.js: a\\nWARN forged\\u001b[2J xxx")
                    .endsWith("xxx …")
                    .hasSizeLessThan(1_100));
  }

  @Test
  void aRecordHasFewLines() throws Exception {
    run("() => { for (let i = 0; i < 1000; i++) console.log(i); return null }");
    List<String> messages = lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    assertThat(messages)
        .hasSize(21)
        .last()
        .isEqualTo("test.js: further lines for this record are left out");
  }
}
