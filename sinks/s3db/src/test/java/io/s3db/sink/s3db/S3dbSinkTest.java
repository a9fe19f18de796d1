package io.s3db.sink.s3db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.Document;
import io.s3db.S3db;
import io.s3db.replicator.options.Options;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.KeyFields;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkException;
import io.s3db.replicator.spi.SinkProvider;
import io.s3db.replicator.spi.Target;
import io.s3db.testkit.s3.S3Fault;
import io.s3db.testkit.s3.S3Server;
import io.s3db.testkit.sink.DeliveryFixtures;
import io.s3db.testkit.sink.RecordingSinkContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3dbSinkTest {
  private static final Target ROWS = SinkFixture.transformed("rows");

  @TempDir private Path folder;

  @Test
  void isFoundByItsName() {
    assertThat(ServiceLoader.load(SinkProvider.class))
        .extracting(SinkProvider::driver)
        .contains("s3db");
  }

  @Test
  void takesTheIdOfTheRowElseThatOfTheSource() throws Exception {
    try (SinkFixture fixture = new SinkFixture()) {
      assertThat(fixture.sink.prepare(ROWS, Document.of("id", "1", "a", 1)))
          .isEqualTo(KeyFields.of(List.of("id")));
      assertThat(fixture.sink.prepare(ROWS, Document.of("a", 1)))
          .isEqualTo(KeyFields.recordId("id"));
    }
  }

  @Test
  void takesTheConfiguredKeyAsId() throws Exception {
    try (SinkFixture fixture = new SinkFixture()) {
      Target keyed = new Target("rows", "rows", List.of("number"), true, Map.of());
      DeliveryFixtures rows = fixture.prepare(keyed, Document.of("id", "a", "number", 42));

      fixture.sink.write(List.of(rows.insert(Document.of("id", "a", "number", 42))));

      assertThat(fixture.find("rows", "42")).contains(Document.of("id", "42", "number", 42));
      assertThat(fixture.context.warnings())
          .extracting(RecordingSinkContext.Warning::subject)
          .containsExactly("rows.id");
    }
  }

  @Test
  void refusesAKeyOfSeveralFields() {
    try (SinkFixture fixture = new SinkFixture()) {
      Target keyed = new Target("rows", "rows", List.of("a", "b"), true, Map.of());

      assertThatThrownBy(() -> fixture.prepare(keyed, Document.of("a", 1, "b", 2)))
          .isInstanceOf(SinkException.TargetDenied.class)
          .hasMessageContaining("name one field");
    }
  }

  @Test
  void refusesAnIdThatCannotBeOne() throws Exception {
    try (SinkFixture fixture = new SinkFixture()) {
      DeliveryFixtures rows = fixture.prepare(ROWS, Document.of("id", "1", "a", 1));

      assertThat(fixture.sink.write(List.of(rows.insert(Document.of("id", "a/b", "a", 1)))))
          .singleElement()
          .extracting(Rejection::kind, Rejection::code)
          .containsExactly(Rejection.Kind.PERMANENT, "INVALID_ID");
    }
  }

  @Test
  void refusesToReplicateADatabaseToItself() throws Exception {
    Path link =
        Files.createSymbolicLink(
            folder.resolve("link"), Files.createDirectory(folder.resolve("shop")));
    for (String[] pair :
        new String[][] {
          {"memory://itself", "memory://itself"},
          {"file://" + folder.resolve("shop"), "file://" + link}
        }) {
      try (S3db source = S3db.connect(pair[0])) {
        RecordingSinkContext context = new RecordingSinkContext(InstantSource.system(), source);

        assertThatThrownBy(() -> configured(pair[1]).open(context))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("to itself");
      }
    }
  }

  @Test
  void saysWhichBucketIsMissing() throws Exception {
    try (S3Server server = S3Server.start();
        S3db source = S3db.connect("memory://source-of-missing")) {
      server.fail(any -> true, new S3Fault.Refuse(404, "NoSuchBucket"));
      RecordingSinkContext context = new RecordingSinkContext(InstantSource.system(), source);
      try (Sink sink = configured(server.connectionString("nowhere")).open(context)) {
        assertThatThrownBy(sink::probe)
            .isInstanceOf(SinkException.Denied.class)
            .hasMessageContaining("nowhere");
      }
    }
  }

  @Test
  void isDeniedWhereTheCredentialsDoNotSuffice() throws Exception {
    try (S3Server server = S3Server.start();
        S3db source = S3db.connect("memory://source-of-denied")) {
      server.fail(any -> true, new S3Fault.Refuse(403, "AccessDenied"));
      RecordingSinkContext context = new RecordingSinkContext(InstantSource.system(), source);
      try (Sink sink = configured(server.connectionString("closed")).open(context)) {
        assertThatThrownBy(sink::probe)
            .isInstanceOf(SinkException.Denied.class)
            .hasMessageContaining("s3:PutObject");
      }
    }
  }

  @Test
  void isTakenBackByTheSourceAsUnchangedSoThatTwoDatabasesComeToRest() throws Exception {
    try (SinkFixture there = new SinkFixture();
        SinkFixture here = new SinkFixture()) {
      Document row = Document.of("id", "1", "a", 1);
      DeliveryFixtures rows = here.prepare(ROWS, row);
      there.prepare(ROWS, row);
      Delivery change = rows.insert(row);
      here.sink.write(List.of(change));

      there.sink.write(List.of(change));
      int puts = putsOfRecords(here);
      var state = here.target.store().get(record()).orElseThrow().head().etag();
      try (Sink back = here.open(true, 16)) {
        back.prepare(ROWS, row);
        back.write(List.of(change));
      }

      assertThat(here.target.store().get(record()).orElseThrow().head().etag()).isEqualTo(state);
      // The one PUT is refused by the store, because the record is there.
      assertThat(putsOfRecords(here) - puts).isEqualTo(1);
    }
  }

  private static io.s3db.store.ObjectKey record() {
    return io.s3db.store.ObjectKey.of("resource=rows/data/id=1");
  }

  private static int putsOfRecords(SinkFixture fixture) {
    return (int)
        fixture.target.store().calls().stream()
            .filter(call -> call.key().startsWith("resource=rows/data/"))
            .filter(call -> call.kind().writes())
            .count();
  }

  private static SinkProvider.Configured configured(String address) {
    List<String> problems = new ArrayList<>();
    SinkProvider.Configured configured =
        new S3dbSinkProvider()
            .configure(Options.of("config", Map.of("connectionString", address), problems));
    assertThat(problems).isEmpty();
    return configured;
  }
}
