package io.s3db.testkit.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.json.Json;
import io.s3db.store.DirectoryStore;
import io.s3db.store.ListPage;
import io.s3db.store.NewObject;
import io.s3db.store.ObjectKey;
import io.s3db.store.ObjectStore;
import io.s3db.store.ObjectStores;
import io.s3db.store.Precondition;
import io.s3db.store.PutOutcome;
import io.s3db.store.StoreException;
import io.s3db.store.StoredObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryStoreTest extends ObjectStoreContract {
  @TempDir Path directory;

  @Override
  protected ObjectStore open() {
    return DirectoryStore.open(directory.resolve("data"), InstantSource.system());
  }

  @Test
  void laysFilesOutAsS3dbJsDoes() throws IOException {
    InstantSource clock = () -> Instant.parse("2025-10-18T10:30:00.5Z");
    try (ObjectStore store = DirectoryStore.open(directory, clock)) {
      store.put(
          ObjectKey.of("resource=a/data/id=1"),
          new NewObject("hello".getBytes(UTF_8), "text/plain", Map.of("0", "u:%C3%A9", "_v", "v1")),
          Precondition.none());
    }
    Path body = directory.resolve("resource=a/data/id=1");
    assertThat(body).hasContent("hello");
    assertThat(directory.resolve("resource=a/data/id=1.meta.json"))
        .hasContent(
            """
            {
              "metadata": {
                "0": "u:%C3%A9",
                "_v": "v1"
              },
              "contentType": "text/plain",
              "etag": "5d41402abc4b2a76b9719d911017c592",
              "lastModified": "2025-10-18T10:30:00.500Z",
              "size": 5,
              "contentLength": 5,
              "compressed": false,
              "expiresAt": null
            }\
            """);
    assertThat(directory.resolve("resource=a/data").toFile().list()).hasSize(2);
  }

  @Test
  void readsWhatS3dbJsWrote() throws IOException {
    Files.writeString(directory.resolve("k"), "{\"a\":1}");
    Files.writeString(
        directory.resolve("k.meta.json"),
        """
        { "metadata": {"a": "1", "b": "2"}, "contentType": "application/json",
          "etag": "bb6cb5c68df4652941caf652a366f2d8", "lastModified": "2026-11-23T08:23:02.320Z",
          "size": 7, "contentLength": 7, "compressed": false, "expiresAt": null,
          "body": {"type": "Buffer", "data": [123, 34]} }
        """);
    try (ObjectStore store = DirectoryStore.open(directory, InstantSource.system())) {
      StoredObject read = store.get(ObjectKey.of("k")).orElseThrow();
      assertThat(read.body()).isEqualTo("{\"a\":1}".getBytes(UTF_8));
      assertThat(read.head().metadata()).isEqualTo(Map.of("a", "1", "b", "2"));
      assertThat(read.head().lastModified()).isEqualTo("2026-11-23T08:23:02.320Z");
      assertThat(
              store.put(
                  ObjectKey.of("k"),
                  NewObject.empty(Map.of()),
                  Precondition.matches(read.head().etag())))
          .isInstanceOf(PutOutcome.Written.class);
    }
  }

  @Test
  void decompressesBodiesThatS3dbJsCompressed() throws Exception {
    byte[] zipped = gzip("x".repeat(3000));
    Files.write(directory.resolve("k"), zipped);
    String md5 =
        java.util.HexFormat.of()
            .formatHex(java.security.MessageDigest.getInstance("MD5").digest(zipped));
    Files.write(
        directory.resolve("k.meta.json"),
        Json.bytes(
            Map.of(
                "metadata",
                Map.of(),
                "etag",
                md5,
                "lastModified",
                "2026-11-23T08:23:02.320Z",
                "size",
                zipped.length,
                "originalSize",
                3000,
                "compressionRatio",
                0.01,
                "compressed",
                true)));
    try (ObjectStore store = DirectoryStore.open(directory, InstantSource.system())) {
      assertThat(store.get(ObjectKey.of("k")).orElseThrow().body())
          .isEqualTo("x".repeat(3000).getBytes(UTF_8));
      assertThat(store.head(ObjectKey.of("k")).orElseThrow().size()).isEqualTo(3000);
    }
  }

  @Test
  void listsOnlyObjects() throws IOException {
    try (ObjectStore store = DirectoryStore.open(directory, InstantSource.system())) {
      put(store, "a/b");
      Files.writeString(directory.resolve("a/without-metadata"), "x");
      Files.writeString(directory.resolve("a/without-body.meta.json"), "{}");
      Files.writeString(directory.resolve("a/b.tmp.1700000000000.abc123"), "x");
      Files.createDirectories(directory.resolve("a/empty/directory"));
      assertThat(store.list("", null, 10).entries()).hasSize(1);
      assertThat(store.head(ObjectKey.of("a/without-body"))).isEmpty();
      assertThat(store.get(ObjectKey.of("a/without-metadata"))).isEmpty();
    }
  }

  @Test
  void refusesKeysThatCannotBeFiles() {
    try (ObjectStore store = DirectoryStore.open(directory, InstantSource.system())) {
      put(store, "a/b");
      for (String key :
          List.of(
              "a",
              "a/b/c",
              "a/b/c/d",
              "x.meta.json",
              "x.meta.json/y",
              ".s3db.lock",
              ".s3db.tmp/x",
              "n".repeat(250),
              "nul\0")) {
        assertThatThrownBy(() -> put(store, key))
            .isInstanceOfSatisfying(
                StoreException.class,
                refused -> assertThat(refused.code()).isEqualTo("STORE_KEY_IMPOSSIBLE"))
            .hasMessageContaining("'" + key + "'");
        assertThat(store.get(ObjectKey.of(key))).isEmpty();
        assertThat(store.head(ObjectKey.of(key))).isEmpty();
        store.delete(ObjectKey.of(key), Precondition.none());
      }
      assertThat(store.get(ObjectKey.of("a/b"))).isPresent();
    }
  }

  @Test
  void aDirectoryThatIsNotThereIsAnEmptyStoreAndIsNotMadeByReading() {
    Path none = directory.resolve("none");
    try (ObjectStore store = ObjectStores.open("file://" + none)) {
      assertThat(store.get(ObjectKey.of("k"))).isEmpty();
      assertThat(store.list("", null, 10).entries()).isEmpty();
      assertThat(none).doesNotExist();
      put(store, "k");
      assertThat(none.resolve("k")).exists();
    }
  }

  @Test
  void writesWithoutWaitingForTheDiskIfToldSo() {
    try (ObjectStore store = ObjectStores.open("file://" + directory + "?fsync=false")) {
      put(store, "k");
      assertThat(store.get(ObjectKey.of("k"))).isPresent();
    }
    assertThatThrownBy(() -> ObjectStores.open("file://" + directory + "?fsyng=false"))
        .hasMessageContaining("fsync");
  }

  @Test
  void aPageReadsOnlyItsOwnFiles() throws IOException {
    try (ObjectStore store = ObjectStores.open("file://" + directory + "?fsync=false")) {
      for (int i = 100; i < 300; i++) {
        put(store, "data/id=" + i);
      }
      for (int i = 120; i < 300; i++) {
        Files.writeString(directory.resolve("data/id=" + i + ".meta.json"), "damaged");
      }
      assertThat(store.list("data/", null, 20).entries()).hasSize(20);
      assertThatThrownBy(() -> store.list("data/", "data/id=119", 1))
          .hasMessageContaining("id=120.meta.json");
    }
  }

  @Test
  void aPageThatGoesOnSeesWhatWasWrittenSinceThePageBefore() throws IOException {
    for (String key : List.of("a/1", "a/3", "b/1", "c/1")) {
      try (ObjectStore writer = ObjectStores.open("file://" + directory + "?fsync=false")) {
        put(writer, key);
      }
    }
    FileTime longAgo = FileTime.from(Instant.now().minusSeconds(60));
    for (String name : List.of("", "a", "b", "c")) {
      Files.setLastModifiedTime(directory.resolve(name), longAgo);
    }
    try (ObjectStore store = DirectoryStore.open(directory, InstantSource.system());
        ObjectStore other = DirectoryStore.open(directory, InstantSource.system())) {
      assertThat(names(store.list("", null, 2))).containsExactly("a/1", "a/3");
      put(other, "a/4");
      put(other, "bb/1");
      assertThat(names(store.list("", "a/3", 2))).containsExactly("a/4", "b/1");
      assertThat(names(store.list("", "b/1", 1))).containsExactly("bb/1");
      assertThat(names(store.list("", "bb/1", 1))).containsExactly("c/1");
    }
  }

  private static List<String> names(ListPage page) {
    return page.entries().stream().map(entry -> entry.key().value()).toList();
  }

  /** Several processes add to one counter, each reading it and writing it back conditionally. */
  @Test
  void conditionsHoldBetweenProcesses() throws Exception {
    int processes = 3;
    int additions = 60;
    List<Process> started = new ArrayList<>();
    for (int i = 0; i < processes; i++) {
      started.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Adder.class.getName(),
                  directory.toString(),
                  "process-" + i,
                  String.valueOf(additions))
              .redirectErrorStream(true)
              .redirectOutput(directory.resolveSibling(directory.getFileName() + "-" + i).toFile())
              .start());
    }
    for (Process process : started) {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    }
    try (ObjectStore store = DirectoryStore.open(directory, InstantSource.system());
        Stream<String> lines =
            new String(store.get(ObjectKey.of("log")).orElseThrow().body(), UTF_8).lines()) {
      List<String> entries = lines.toList();
      assertThat(entries).hasSize(processes * additions);
      assertThat(new TreeSet<>(entries)).as("no entry lost or repeated").hasSameSizeAs(entries);
    }
  }

  private static void put(ObjectStore store, String key) {
    store.put(ObjectKey.of(key), NewObject.empty(Map.of("k", "v")), Precondition.none());
  }

  private static byte[] gzip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** What each process does: appends its lines to one object, starting over when it lost. */
  static final class Adder {
    private Adder() {}

    public static void main(String[] arguments) {
      ObjectKey key = ObjectKey.of("log");
      try (ObjectStore store = ObjectStores.open("file://" + arguments[0] + "?fsync=false")) {
        for (int i = 0; i < Integer.parseInt(arguments[2]); ) {
          var current = store.get(key);
          String before = current.map(object -> new String(object.body(), UTF_8)).orElse("");
          String after = before + arguments[1] + " " + i + "\n";
          PutOutcome outcome =
              store.put(
                  key,
                  new NewObject(after.getBytes(UTF_8), "text/plain", Map.of("by", arguments[1])),
                  current
                      .map(object -> Precondition.matches(object.head().etag()))
                      .orElse(Precondition.absent()));
          if (outcome instanceof PutOutcome.Written) {
            i++;
          }
        }
      }
    }
  }
}
