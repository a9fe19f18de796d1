package io.s3db.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.ListOptions;
import io.s3db.Page;
import io.s3db.PageRequest;
import io.s3db.Resource;
import io.s3db.S3db;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many records in one directory, most of which are never opened: their files hold nonsense. */
class DirectoryScaleTest {
  @TempDir private Path directory;

  @Test
  void threeThousandRecordsAreListedAndPagedWithoutOpeningThem() throws IOException {
    listsAndPages(3_000);
  }

  @Test
  @Tag("long")
  void aHundredThousandRecordsAreListedAndPagedWithoutOpeningThem() throws IOException {
    listsAndPages(100_000);
  }

  private static String id(int number) {
    return String.format(Locale.ROOT, "%c%06d", number % 2 == 0 ? 'a' : 'B', number);
  }

  private void listsAndPages(int records) throws IOException {
    try (S3db db = S3db.connect("file://" + directory + "?fsync=false")) {
      Resource many = db.createResource("many", r -> r.attribute("n", "number"));
      Path data = Files.createDirectories(directory.resolve("resource=many/data"));
      for (int i = 0; i < records; i++) {
        Files.createFile(data.resolve("id=" + id(i)));
        Files.writeString(data.resolve("id=" + id(i) + ".meta.json"), "nonsense");
      }
      Files.writeString(data.resolve("id=half.meta.json"), "a body is missing: no object");

      assertThat(many.count()).isEqualTo(records);
      List<String> ids = many.listIds(ListOptions.all());
      assertThat(ids).hasSize(records).isSortedAccordingTo(ObjectKey::compareUtf8);
      assertThat(ids.getFirst()).isEqualTo(id(1));
      assertThat(many.listIds(ListOptions.first(2).offset(records / 2)))
          .containsExactly(id(0), id(2));

      List<String> walked = new ArrayList<>();
      try (ObjectStore store = ObjectStores.open("file://" + directory)) {
        String last = null;
        KeyPage page;
        do {
          page = store.keys("resource=many/data/", last, 700);
          walked.addAll(page.keys());
          last = page.keys().getLast();
        } while (page.more());
      }
      assertThat(walked).isEqualTo(ids.stream().map(id -> "resource=many/data/id=" + id).toList());
      Files.delete(data.resolve("id=" + ids.getLast()));
      Files.delete(data.resolve("id=" + ids.getLast() + ".meta.json"));
      many.insert(Document.of("id", ids.getLast(), "n", 1));
      Page end = many.page(PageRequest.numbered(1, records));
      assertThat(end.items()).singleElement().extracting(Document::id).isEqualTo(ids.getLast());
      assertThat(end.hasMore()).isFalse();
    }
  }
}
