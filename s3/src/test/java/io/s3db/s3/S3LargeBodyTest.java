package io.s3db.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.s3db.Content;
import io.s3db.Document;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.store.ObjectStore;
import io.s3db.store.ObjectStores;
import io.s3db.testkit.s3.S3Request;
import io.s3db.testkit.s3.S3Server;
import io.s3db.testkit.store.LargeBodyContract;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class S3LargeBodyTest extends LargeBodyContract {
  private static final int SIZE = 12 << 20;

  private final S3Server server = S3Server.start();

  @Override
  protected ObjectStore open() {
    return ObjectStores.open(server.connectionString("bucket") + "?maxConnections=3");
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void contentPassesThroughLittleMemory() throws Exception {
    try (S3db db = S3db.connect(server.connectionString("shop"))) {
      Resource files = db.createResource("files", r -> r.attribute("name", "string"));
      files.insert(Document.of("id", "a", "name", "one"));
      byte[] bytes = new byte[SIZE];
      new java.util.Random(7).nextBytes(bytes);
      InputStream in = new ByteArrayInputStream(bytes);
      var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

      long before = threads.getCurrentThreadAllocatedBytes();
      files.setContent("a", in, SIZE, "video/mp4");
      files.update("a", Document.of("name", "two"));
      Content content = files.content("a").orElseThrow();
      content.writeTo(OutputStream.nullOutputStream());
      assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(SIZE);

      assertThat(files.get("a").text("name")).isEqualTo("two");
      assertThat(content.bytes()).isEqualTo(bytes);
      assertThat(files.hasContent("a")).isTrue();
    }
  }

  @Test
  void fieldsAreReadWithoutTheContent() throws Exception {
    try (S3db db = S3db.connect(server.connectionString("shop") + "?maxConnections=3")) {
      Resource files = db.createResource("files", r -> r.attribute("name", "string"));
      files.insert(Document.of("id", "a", "name", "one"));
      files.setContent("a", new ByteArrayInputStream(new byte[SIZE]), "video/mp4");
      int before = server.requests().size();
      for (int i = 0; i < 20; i++) {
        assertThat(files.get("a").text("name")).isEqualTo("one");
      }
      assertThat(files.list()).hasSize(1);
      assertThat(server.requests().subList(before, server.requests().size()))
          .filteredOn(request -> request.kind() == S3Request.Kind.GET)
          .hasSize(21);
    }
  }

  @Test
  void largeBodiesHaveMoreTime() {
    S3Options options = new S3Options(1, Duration.ofSeconds(1), Duration.ofSeconds(30));
    assertThat(options.timeoutFor(64 << 20)).isEqualTo(Duration.ofSeconds(30 + 256));
  }
}
