package io.s3db;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.s3db.plugin.Plugin;
import io.s3db.plugin.PluginContext;
import io.s3db.plugin.RecordAccess;
import io.s3db.store.DirectoryStore;
import io.s3db.store.ObjectKey;
import io.s3db.version.Version;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Content that does not lie in memory at any moment. */
class LargeContentTest {
  private static final int MIB = 1 << 20;
  private static final long SHORT = 48L * MIB;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir Path directory;
  private S3db db;
  private Resource files;

  @BeforeEach
  void open() throws IOException {
    db = S3db.connect("file://" + Files.createDirectory(directory.resolve("db")) + "?fsync=false");
    files = db.createResource("files", r -> r.attribute("name", "string|optional"));
    files.insert(Document.of("id", "a", "name", "one"));
  }

  @AfterEach
  void close() {
    db.close();
  }

  @Test
  void passesThroughLittleMemory() throws IOException {
    assertThat(allocated(() -> thereAndBack(SHORT))).isLessThan(SHORT / 4);
  }

  @Test
  @Tag("long")
  void mayBeLargerThanTheHeap() throws IOException {
    long size = Runtime.getRuntime().maxMemory() + 64L * MIB;
    assertThat(allocated(() -> thereAndBack(size))).isLessThan(size / 8);
  }

  /** Written from a stream, changed beside, read, written to a file. */
  private void thereAndBack(long size) throws IOException {
    files.setContent("a", new Numbers(size), size, "video/mp4");
    files.update("a", Document.of("name", "two"));
    assertThat(files.get("a").text("name")).isEqualTo("two");

    Content content = files.content("a").orElseThrow();
    assertThat(content.size()).isEqualTo(size);
    assertThat(content.type()).isEqualTo("video/mp4");
    try (InputStream stream = content.stream()) {
      assertThat(same(stream, new Numbers(size))).isTrue();
    }
    Path copy = directory.resolve("copy.mp4");
    content.writeTo(copy);
    assertThat(Files.size(copy)).isEqualTo(size);
  }

  private interface Action {
    void run() throws IOException;
  }

  private static long allocated(Action action) throws IOException {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    action.run();
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private static boolean same(InputStream one, InputStream two) throws IOException {
    byte[] ours = new byte[MIB];
    byte[] theirs = new byte[MIB];
    while (true) {
      int length = one.readNBytes(ours, 0, MIB);
      if (two.readNBytes(theirs, 0, MIB) != length) {
        return false;
      }
      if (length == 0) {
        return true;
      }
      if (!java.util.Arrays.equals(ours, 0, length, theirs, 0, length)) {
        return false;
      }
    }
  }

  @Test
  void stayAsTheyWereIfTheStreamFails() throws IOException {
    byte[] old = bytes(2 * MIB);
    files.setContent("a", new ByteArrayInputStream(old), "image/png");

    InputStream failing =
        new Numbers(5 * MIB) {
          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            if (given() > 3 * MIB) {
              throw new IOException("the line went dead");
            }
            return super.read(bytes, offset, length);
          }
        };
    assertThatThrownBy(() -> files.setContent("a", failing, 5 * MIB, "image/png"))
        .isInstanceOf(S3dbException.class)
        .hasMessageContaining(
            "could not be read: The stream could not be read: the line went dead");
    assertThatThrownBy(() -> files.setContent("a", new Numbers(3 * MIB), 4 * MIB, "image/png"))
        .hasMessageContaining("ended after 3145728 bytes of the 4194304 it should have");
    assertThat(files.content("a").orElseThrow().bytes()).isEqualTo(old);
    assertNothingIsLeft();
  }

  @Test
  void aFileThatChangesWhileItIsStoredIsRefused() throws IOException {
    Path file = directory.resolve("film.mp4");
    Files.write(file, bytes(2 * MIB));
    Content content = Content.of(file, "video/mp4");
    files.setContent("a", content);
    assertThat(files.content("a").orElseThrow().bytes()).isEqualTo(bytes(2 * MIB));

    byte[] other = bytes(2 * MIB);
    other[MIB] ^= 1;
    Files.write(file, other);
    assertThatThrownBy(() -> files.setContent("a", content))
        .hasMessageContaining(file + " changed while it was stored");
    Files.write(file, bytes(MIB));
    assertThatThrownBy(() -> files.setContent("a", content))
        .hasMessageContaining("ended after 1048576 bytes of the 2097152 it should have");
    Files.delete(file);
    assertThatThrownBy(() -> files.setContent("a", content))
        .hasMessageContaining("cannot be opened");
    assertThat(files.content("a").orElseThrow().bytes()).isEqualTo(bytes(2 * MIB));
    assertThatThrownBy(() -> Content.of(directory, "video/mp4"))
        .hasMessageContaining("is a directory");
    assertNothingIsLeft();
  }

  @Test
  void isReadInTheStateInWhichItWasFound() throws IOException {
    files.setContent("a", new Numbers(2 * MIB), "image/png");
    Content content = files.content("a").orElseThrow();
    try (InputStream stream = content.stream()) {
      byte[] start = stream.readNBytes(10);
      files.setContent("a", new ByteArrayInputStream(new byte[3 * MIB]), "image/png");
      byte[] rest = stream.readAllBytes();
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      all.writeBytes(start);
      all.writeBytes(rest);
      assertThat(all.toByteArray()).isEqualTo(bytes(2 * MIB));
    }
    assertThatThrownBy(content::stream).hasMessageContaining("changed since it was seen");
    files.delete("a");
    assertThatThrownBy(content::stream).hasMessageContaining("is gone since it was seen");
  }

  @Test
  void carriesAStampLikeSmallContent() throws IOException {
    files.setContent("a", new Numbers(2 * MIB), "image/png");
    Version first = version();
    assertThat(version()).isEqualTo(first);
    files.update("a", Document.of("name", "two"));
    assertThat(version()).isGreaterThan(first);
    try (DirectoryStore store =
        DirectoryStore.open(directory.resolve("db"), InstantSource.system())) {
      var object = store.get(ObjectKey.of("resource=files/data/id=a")).orElseThrow();
      assertThat(io.s3db.record.Stamp.read(object).orElseThrow().version()).isEqualTo(version());
    }
  }

  private Version version() {
    var state = records().read("files", "a").orElseThrow();
    assertThat(state.stamped()).isTrue();
    return state.version();
  }

  private RecordAccess records() {
    AtomicReference<RecordAccess> records = new AtomicReference<>();
    db.use(
        new Plugin() {
          @Override
          public String name() {
            return "VersionsPlugin";
          }

          @Override
          public void start(PluginContext context) {
            records.set(context.records());
          }

          @Override
          public void stop() {}
        });
    return records.get();
  }

  @Test
  void jsonIsContentUnlessItWouldBeTakenForFields() throws IOException {
    String long1 = "{\"a\":\"" + "x".repeat(2 * MIB) + "\"}";
    files.setContent("a", new ByteArrayInputStream(long1.getBytes(UTF_8)), "application/json");
    assertThat(files.get("a").text("name")).isEqualTo("one");
    assertThat(files.content("a").orElseThrow().bytes()).isEqualTo(long1.getBytes(UTF_8));

    for (String refused :
        List.of(long1.replaceFirst("\\{", "{\"_v\":1,"), long1.replace("\"}", "\",\"_n\":0}"))) {
      assertThatThrownBy(
              () ->
                  files.setContent(
                      "a", new ByteArrayInputStream(refused.getBytes(UTF_8)), "application/json"))
          .hasMessageContaining("would be taken for fields");
    }
    String broken = long1.replaceFirst("\\{", "{\"_v\":1,").replace("\"}", "");
    files.setContent("a", new ByteArrayInputStream(broken.getBytes(UTF_8)), "text/plain");
    assertThat(files.content("a").orElseThrow().size()).isEqualTo(broken.length());

    files.insert(Document.of("id", "empty"));
    assertThatThrownBy(
            () ->
                files.setContent(
                    "empty", new ByteArrayInputStream(long1.getBytes(UTF_8)), "application/json"))
        .hasMessageContaining("would be taken for fields");
    files.setContent("empty", new Numbers(2 * MIB), "image/png");
    assertThat(files.get("empty")).isEqualTo(Document.of("id", "empty"));
    assertThat(files.content("empty").orElseThrow().bytes()).isEqualTo(bytes(2 * MIB));
    assertNothingIsLeft();
  }

  @Test
  void isCopiedFromRecordToRecord() throws IOException {
    files.setContent("a", new Numbers(2 * MIB), "image/png");
    files.insert(Document.of("id", "b", "name", "two"));
    files.setContent("b", files.content("a").orElseThrow());
    files.deleteContent("a");
    assertThat(files.content("a")).isEmpty();
    assertThat(files.content("b").orElseThrow().bytes()).isEqualTo(bytes(2 * MIB));
    assertNothingIsLeft();
  }

  @Test
  void isNeverHeldAsAWholeBeyondALimit() {
    files.setContent("a", new Numbers(65L * MIB), 65L * MIB, "image/png");
    Content content = files.content("a").orElseThrow();
    assertThatThrownBy(content::bytes)
        .hasMessage(
            "The content has more than 67108864 bytes, the most that are held in memory. Read it"
                + " from stream(), or write it to a file with writeTo(path).");
  }

  @Test
  void aCopyThatBreaksOffLeavesTheFileThatWasThere() throws IOException {
    Path copy = directory.resolve("copy");
    Files.writeString(copy, "old");
    assertThatThrownBy(() -> Content.of(new Numbers(10), 20, "a/b").writeTo(copy))
        .isInstanceOf(IOException.class);
    assertThat(copy).hasContent("old");
    try (Stream<Path> there = Files.list(directory)) {
      assertThat(there).containsExactlyInAnyOrder(copy, directory.resolve("db"));
    }
    try (OutputStream out = Files.newOutputStream(copy)) {
      new Content("new".getBytes(UTF_8), "a/b").writeTo(out);
    }
    assertThat(copy).hasContent("new");
  }

  private static void assertNothingIsLeft() throws IOException {
    try (Stream<Path> there = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      assertThat(there)
          .filteredOn(file -> file.getFileName().toString().startsWith("s3db-content-"))
          .isEmpty();
    }
  }

  private static byte[] bytes(int size) {
    try {
      return new Numbers(size).readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** So many bytes, of which no two neighbouring blocks are alike. */
  private static class Numbers extends InputStream {
    private final long size;
    private long given;

    Numbers(long size) {
      this.size = size;
    }

    long given() {
      return given;
    }

    private static byte at(long place) {
      return (byte) (place * 31 + (place >>> 13) + 7);
    }

    @Override
    public int read() {
      return given == size ? -1 : at(given++) & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (given == size) {
        return -1;
      }
      int more = (int) Math.min(length, size - given);
      for (int i = 0; i < more; i++) {
        bytes[offset + i] = at(given++);
      }
      return more;
    }
  }
}
