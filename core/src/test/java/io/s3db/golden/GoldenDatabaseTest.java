package io.s3db.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenDatabaseTest {
  @TempDir private Path directory;

  @Test
  void rebuildsTheDirectoryThatS3dbJsKeeps() throws IOException {
    GoldenDatabase.load("nested").writeTo(directory);

    Path record = directory.resolve("resource=people/data/id=p1");
    assertThat(record).isEmptyFile();
    assertThat(directory.resolve("s3db.json")).content().startsWith("{\n  \"version\": \"1\"");
    Object meta =
        Json.parse(Files.readString(directory.resolve("resource=people/data/id=p1.meta.json")));
    assertThat(Vectors.map(meta))
        .containsEntry("etag", "d41d8cd98f00b204e9800998ecf8427e")
        .containsEntry("size", 0L)
        .containsEntry("compressed", false);
    assertThat(Vectors.map(Vectors.map(meta).get("metadata"))).containsEntry("2", "1.5");
  }
}
