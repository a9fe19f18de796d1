package io.s3db.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3db.Document;
import io.s3db.ListOptions;
import io.s3db.PageRequest;
import io.s3db.Resource;
import io.s3db.S3db;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Directories in which somebody else has been. */
class OddDirectoryTest {
  private static final int RECORDS = 20;

  @TempDir private Path directory;

  private S3db connect() {
    return S3db.connect("file://" + directory.resolve("db") + "?fsync=false");
  }

  private static Resource filled(S3db db) {
    Resource many = db.createResource("many", r -> r.attribute("n", "number"));
    IntStream.range(0, RECORDS).forEach(n -> many.insert(Document.of("id", "r" + n, "n", n)));
    return many;
  }

  @Test
  @Timeout(60)
  void linksThatLeadBackAreNotFollowed() throws IOException {
    try (S3db db = connect()) {
      Resource many = filled(db);
      Path data = directory.resolve("db/resource=many/data");
      Files.createSymbolicLink(data.resolve("id=a"), data);
      Files.createSymbolicLink(data.resolve("id=b"), directory.resolve("db"));
      Path one = Files.createDirectory(directory.resolve("one"));
      Path two = Files.createDirectory(directory.resolve("two"));
      Files.createSymbolicLink(one.resolve("two"), two);
      Files.createSymbolicLink(two.resolve("one"), one);
      Files.createSymbolicLink(data.resolve("id=c"), one);
      Files.createSymbolicLink(data.resolve("id=nowhere"), directory.resolve("missing"));

      assertThat(many.count()).isEqualTo(RECORDS);
      assertThat(many.listIds(ListOptions.all())).hasSize(RECORDS);
      assertThat(many.page(PageRequest.first(7)).items()).hasSize(7);
      assertThat(many.list()).hasSize(RECORDS);
    }
  }

  @Test
  void linksElsewhereAreFollowed() throws IOException {
    Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
    Files.createDirectories(directory.resolve("db"));
    Files.createSymbolicLink(directory.resolve("db/resource=many"), elsewhere);
    try (S3db db = connect()) {
      assertThat(filled(db).count()).isEqualTo(RECORDS);
      assertThat(elsewhere.resolve("data/id=r0.meta.json")).exists();
    }
  }

  @Test
  void aFileInThePlaceOfTheDatabaseIsNamedAndStays() throws IOException {
    Files.writeString(directory.resolve("db"), "mine");
    assertThatThrownBy(this::connect)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("db is a file, and a directory is needed");
    assertThat(directory.resolve("db")).hasContent("mine");
  }

  @Test
  void aFileInThePlaceOfAResourceIsNamedAndStays() throws IOException {
    try (S3db db = connect()) {
      Resource many = db.createResource("many", r -> r.attribute("n", "number"));
      Files.writeString(directory.resolve("db/resource=many"), "mine");
      assertThat(many.count()).isZero();
      assertThat(many.find("r1")).isEmpty();
      assertThatThrownBy(() -> many.insert(Document.of("id", "r1", "n", 1)))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("'resource=many' is an object, so it is no directory");
      assertThat(directory.resolve("db/resource=many")).hasContent("mine");
      Files.delete(directory.resolve("db/resource=many"));
      many.insert(Document.of("id", "r1", "n", 1));
      assertThat(many.count()).isEqualTo(1);
    }
  }

  @Test
  void aDirectoryInThePlaceOfARecordIsNamedAndStays() throws IOException {
    try (S3db db = connect()) {
      Resource many = filled(db);
      Path folder =
          Files.createDirectories(directory.resolve("db/resource=many/data/id=folder/inside"));
      assertThat(many.find("folder")).isEmpty();
      assertThatThrownBy(() -> many.insert(Document.of("id", "folder", "n", 1)))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("it is a directory");
      assertThat(folder).exists();
      assertThat(many.count()).isEqualTo(RECORDS);
    }
  }
}
