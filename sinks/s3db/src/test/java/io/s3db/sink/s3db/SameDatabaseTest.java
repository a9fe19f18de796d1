package io.s3db.sink.s3db;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SameDatabaseTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "s3://shop/live, s3://shop/live/",
    "s3://shop/live, s3://KEY:SECRET@shop//live",
    "s3://shop, s3://shop/",
    "s3://shop/live, s3://shop/live?region=eu-west-1",
    "s3://shop/live, https://s3.eu-west-1.amazonaws.com/shop/live",
    "https://minio.example/shop, https://KEY:SECRET@MINIO.example:443/shop/",
    "http://localhost:9000/shop/live, http://127.0.0.1:9000/shop/live",
    "memory://shop/live, memory://shop//live/",
    "memory, memory",
    "a store of my own, a store of my own"
  })
  void isTheSameHoweverItIsSpelt(String source, String target) {
    assertThat(SameDatabase.is(source, target)).isTrue();
    assertThat(SameDatabase.is(target, source)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "s3://shop/live, s3://shop/copy",
    "s3://shop/live, s3://shop",
    "s3://shop/live, s3://shop/live/copy",
    "s3://shop/live, s3://backup/live",
    "s3://shop, https://minio.example/shop",
    "https://minio.example/shop, https://minio.example:9000/shop",
    "http://minio.example/shop, https://minio.example/shop",
    "memory://shop, file:///shop",
    "memory://shop/a, memory://shop/b"
  })
  void isAnotherOne(String source, String target) {
    assertThat(SameDatabase.is(source, target)).isFalse();
  }

  @Test
  void aDirectoryIsTheSameThroughLinksAndDots() throws Exception {
    Path shop = Files.createDirectory(folder.resolve("shop"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), shop);

    assertThat(SameDatabase.is("file://" + shop, "file://" + link)).isTrue();
    assertThat(SameDatabase.is("file://" + shop, "file://" + folder + "/x/../shop/")).isTrue();
    assertThat(SameDatabase.is("file://" + shop, "file://" + folder.resolve("other"))).isFalse();
  }
}
