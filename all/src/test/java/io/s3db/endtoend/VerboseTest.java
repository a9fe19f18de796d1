package io.s3db.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.s3db.S3db;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.store.MemoryStore;
import io.s3db.testkit.leak.LeakCheck;
import io.s3db.testkit.sink.MemorySink;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** What the application's log shows of deliveries. */
@ExtendWith(LeakCheck.class)
class VerboseTest {
  private static final String NAME = "verbose-test";

  private final Logger logger = (Logger) LoggerFactory.getLogger(ReplicatorPlugin.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    MemorySink.mirror().register(NAME);
    lines.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(lines);
  }

  @AfterEach
  void leave() {
    logger.detachAppender(lines);
    logger.setLevel(null);
    MemorySink.forget(NAME);
  }

  @Test
  void verboseShowsEachDelivery() throws Exception {
    replicate(true);

    assertThat(messages())
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("Replicated[")
                    .contains("replicator=memory", "operation=INSERT", "recordId=o-1"))
        .anySatisfy(line -> assertThat(line).startsWith("StateChanged[").contains("to=RUNNING"));
  }

  @Test
  void otherwiseOnlyWhatGoesWrongShows() throws Exception {
    replicate(false);

    assertThat(messages()).noneMatch(line -> line.contains("o-1"));
  }

  private List<String> messages() {
    return List.copyOf(lines.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private static void replicate(boolean verbose) throws Exception {
    ReplicatorPlugin plugin =
        ReplicatorPlugin.builder()
            .verbose(verbose)
            .replicator("memory", r -> r.resources(Rig.ORDERS).config("name", NAME))
            .build();
    try (S3db db =
        S3db.builder().store(MemoryStore.create(InstantSource.system())).plugin(plugin).connect()) {
      db.createResource(Rig.orders()).insert(Rig.order("o-1", 1));
      assertThat(plugin.awaitReplicated(Duration.ofSeconds(30))).isTrue();
    }
  }
}
