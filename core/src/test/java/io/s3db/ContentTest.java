package io.s3db;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.s3db.catalog.Behavior;
import io.s3db.golden.GoldenDatabase;
import io.s3db.record.Stamp;
import io.s3db.store.MemoryStore;
import io.s3db.store.ObjectKey;
import io.s3db.store.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentTest {
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', 0, 1, (byte) 0xff, (byte) 0xfe};

  private final MemoryStore store = MemoryStore.create(InstantSource.system());
  private final S3db db = S3db.builder().store(store).connect();
  private final Resource files =
      db.createResource(
          "files", r -> r.attribute("name", "string").attribute("size", "number|optional"));

  @AfterEach
  void close() {
    db.close();
  }

  private static String text(Content content) {
    return new String(content.bytes(), UTF_8);
  }

  @Test
  void isThatOfS3dbJs() {
    GoldenDatabase golden = GoldenDatabase.load("content");
    try (S3db theirs = S3db.builder().store(GoldenWritesTest.inMemory(golden)).connect()) {
      Resource old = theirs.resource("files");
      assertThat(old.content("f1").orElseThrow().bytes()).isEqualTo(PNG);
      assertThat(old.content("f1").orElseThrow().type()).isEqualTo("image/png");
      assertThat(text(old.content("f2").orElseThrow())).isEqualTo("olá mundo");
      assertThat(old.hasContent("f3")).isFalse();
      assertThat(old.get("f1")).isEqualTo(Document.of("id", "f1", "name", "logo.png", "size", 8));
    }
    files.insert(Document.of("id", "f1", "name", "logo.png", "size", 8));
    files.setContent("f1", new Content(PNG, "image/png"));

    var ours = store.get(ObjectKey.of("resource=files/data/id=f1")).orElseThrow();
    var stored = golden.object("resource=files/data/id=f1");
    assertThat(ours.body()).isEqualTo(stored.body());
    assertThat(ours.head().contentType()).isEqualTo("image/png");
    assertThat(ours.head().metadata())
        .containsOnlyKeys("0", "1", "_v", "_n")
        .containsEntry("0", stored.head().metadata().get("0"))
        .containsEntry("1", stored.head().metadata().get("1"));
    assertThat(Stamp.read(ours)).isPresent();
  }

  @Test
  void staysWhenFieldsChangeAndGoesWhenAsked() {
    files.insert(Document.of("id", "a", "name", "one"));
    assertThat(files.hasContent("a")).isFalse();
    files.setContent("a", new Content(PNG, "image/png"));
    files.update("a", Document.of("name", "two"));
    files.replace("a", Document.of("name", "three", "size", 8));

    assertThat(files.content("a").orElseThrow().bytes()).isEqualTo(PNG);
    assertThat(files.deleteContent("a"))
        .isEqualTo(Document.of("id", "a", "name", "three", "size", 8));
    assertThat(files.hasContent("a")).isFalse();
    assertThat(files.get("a").text("name")).isEqualTo("three");
    files.setContent("a", new Content("x".getBytes(UTF_8), "text/plain"));
    files.setContent("a", new Content(new byte[0], "text/plain"));
    assertThat(files.content("a")).isEmpty();
    files.delete("a");
    assertThat(files.content("a")).isEmpty();
    assertThatThrownBy(() -> files.setContent("a", new Content(PNG, "image/png")))
        .isInstanceOf(RecordNotFoundException.class);
  }

  @Test
  void isReadFromStreamsAndWrittenToThem() throws IOException {
    files.insert(Document.of("id", "a", "name", "one"));
    files.setContent("a", new ByteArrayInputStream(PNG), "image/png");

    try (InputStream in = files.content("a").orElseThrow().stream()) {
      assertThat(in.readAllBytes()).isEqualTo(PNG);
    }
    files.setContent("a", new ByteArrayInputStream(PNG), 3, "image/png");
    assertThat(files.content("a").orElseThrow().bytes()).isEqualTo(Arrays.copyOf(PNG, 3));
    assertThatThrownBy(() -> Content.of(InputStream.nullInputStream(), "no type at all"))
        .hasMessageContaining("is no media type");
    assertThatThrownBy(() -> files.setContent("a", new ByteArrayInputStream(PNG), 9, "image/png"))
        .hasMessage(
            "The content for record 'a' of 'files' could not be read: The stream ended after 8"
                + " bytes of the 9 it should have. Nothing was changed. Try again with the whole"
                + " content.");
    assertThat(files.content("a").orElseThrow().bytes()).isEqualTo(Arrays.copyOf(PNG, 3));
  }

  @Test
  void aStreamIsStoredOnce() {
    files.insert(Document.of("id", "a", "name", "one"));
    Content once = Content.of(new ByteArrayInputStream(PNG), "image/png");
    assertThat(once.size()).isEqualTo(-1);
    files.setContent("a", once);
    assertThatThrownBy(() -> files.setContent("a", once))
        .hasMessageContaining("The stream was read before, and can be read once");
    assertThat(files.content("a").orElseThrow().bytes()).isEqualTo(PNG);
  }

  @Test
  void jsonIsContentUnlessItWouldBeTakenForFields() {
    files.insert(Document.of("id", "a", "name", "one"));
    files.setContent("a", new Content("{\"a\":1}".getBytes(UTF_8), "application/json"));
    assertThat(text(files.content("a").orElseThrow())).isEqualTo("{\"a\":1}");
    assertThat(files.get("a")).isEqualTo(Document.of("id", "a", "name", "one"));

    Content fields = new Content("{\"_v\":\"v1\",\"0\":\"x\"}".getBytes(UTF_8), "application/json");
    assertThatThrownBy(() -> files.setContent("a", fields))
        .hasMessageContaining("would be taken for fields of the record");
    assertThat(text(files.content("a").orElseThrow())).isEqualTo("{\"a\":1}");
  }

  @Test
  void needsTheBodyForItself() {
    Resource bodies =
        db.createResource(
            "bodies", r -> r.attribute("name", "string").behavior(Behavior.BODY_ONLY));
    bodies.insert(Document.of("id", "a", "name", "one"));
    assertThatThrownBy(() -> bodies.setContent("a", new Content(PNG, "image/png")))
        .hasMessageContaining("cannot have fields in its body and binary content as well");
    assertThat(bodies.get("a").text("name")).isEqualTo("one");

    files.insert(Document.of("id", "a", "name", "one"));
    files.setContent("a", new Content(PNG, "image/png"));
    assertThatThrownBy(() -> files.update("a", Document.of("name", "x".repeat(3000))))
        .extracting(e -> ((S3dbException) e).code())
        .isEqualTo("CONTENT_IN_THE_WAY");
  }

  @Test
  void isTold() {
    List<String> told = new CopyOnWriteArrayList<>();
    for (String event : List.of("content-set", "content-fetched", "content-deleted", "updated")) {
      files.on(event, each -> told.add(each.name() + each.details().toJson()));
    }
    files.insert(Document.of("id", "a", "name", "one"));
    files.setContent("a", new Content(PNG, "image/png"));
    files.content("a");
    files.deleteContent("a");

    String details = "{\"contentType\":\"image/png\",\"contentLength\":8}";
    await().until(() -> told.size() == 5);
    assertThat(told)
        .containsExactly(
            "updated{}",
            "content-set" + details,
            "content-fetched" + details,
            "updated{}",
            "content-deleted{}");
  }

  @Test
  void survivesInADirectory(@TempDir Path directory) {
    try (S3db first = S3db.connect("file://" + directory + "?fsync=false")) {
      Resource made = first.createResource("files", r -> r.attribute("name", "string"));
      made.insert(Document.of("id", "a", "name", "one"));
      made.setContent("a", new Content(PNG, "image/png"));
    }
    try (S3db again = S3db.connect("file://" + directory + "?fsync=false");
        ObjectStore objects = io.s3db.store.ObjectStores.open("file://" + directory)) {
      assertThat(again.resource("files").content("a").orElseThrow().bytes()).isEqualTo(PNG);
      assertThat(again.resource("files").query(Map.of("name", "one"))).hasSize(1);
      assertThat(objects.head(ObjectKey.of("resource=files/data/id=a")).orElseThrow().size())
          .isEqualTo(8);
    }
  }
}
