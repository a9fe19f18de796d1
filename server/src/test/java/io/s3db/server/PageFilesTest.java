package io.s3db.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of the page, as a browser gets them. */
class PageFilesTest {
  @TempDir Path folder;
  private TestServer server;
  private HttpClient client;

  @BeforeEach
  void start() {
    server =
        TestServer.of(
            folder, "{ database: { connectionString: memory://page-files }, server: { port: 0 } }");
    client = HttpClient.newHttpClient();
  }

  @AfterEach
  void stop() {
    server.close();
    client.close();
  }

  private HttpResponse<byte[]> get(String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  @Test
  void filesArePackedForThoseWhoTakeThat() throws Exception {
    byte[] plain = get("/").body();
    HttpResponse<byte[]> packed = get("/", "Accept-Encoding", "br, gzip");

    assertThat(header(packed, "Content-Encoding")).isEqualTo("gzip");
    assertThat(header(packed, "Vary")).isEqualTo("Accept-Encoding");
    assertThat(packed.body().length).isLessThan(plain.length / 2);
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
      assertThat(in.readAllBytes()).isEqualTo(plain);
    }
    for (String refused : List.of("gzip;q=0", "identity", "x-gzipp")) {
      HttpResponse<byte[]> answer = get("/page.css", "Accept-Encoding", refused);
      assertThat(header(answer, "Content-Encoding")).as(refused).isEmpty();
    }
    assertThat(header(get("/", "Accept-Encoding", "gzip;q=0.8"), "Content-Encoding"))
        .isEqualTo("gzip");
  }

  @Test
  void whatTheBrowserHasIsNotSentAgain() throws Exception {
    HttpResponse<byte[]> first = get("/page.js");
    String tag = header(first, "ETag");

    assertThat(tag).matches("\"[0-9a-f]+\"");
    assertThat(header(first, "Cache-Control")).isEqualTo("no-cache");
    for (String known : List.of(tag, "\"other\", " + tag, "W/" + tag, "*")) {
      HttpResponse<byte[]> again = get("/page.js", "If-None-Match", known);
      assertThat(again.statusCode()).as(known).isEqualTo(304);
      assertThat(again.body()).isEmpty();
      assertThat(header(again, "ETag")).isEqualTo(tag);
    }
    assertThat(get("/page.js", "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
    String packed = header(get("/page.js", "Accept-Encoding", "gzip"), "ETag");
    assertThat(packed).isNotEqualTo(tag);
    assertThat(get("/page.js", "If-None-Match", packed).statusCode()).isEqualTo(200);
  }

  @Test
  void eachFileHasItsTypeAndAsksNobodyElse() throws Exception {
    for (String[] each :
        new String[][] {
          {"/", "text/html; charset=utf-8"},
          {"/page.js", "text/javascript; charset=utf-8"},
          {"/page.css", "text/css; charset=utf-8"},
          {"/icon.svg", "image/svg+xml"},
        }) {
      HttpResponse<byte[]> file = get(each[0]);
      assertThat(file.statusCode()).as(each[0]).isEqualTo(200);
      assertThat(header(file, "Content-Type")).isEqualTo(each[1]);
      assertThat(new String(file.body(), StandardCharsets.UTF_8).replace("http://www.w3.org/", ""))
          .as(each[0])
          .doesNotContain("http://", "https://");
    }
  }

  @Test
  void whatIsNoFileOfThePageIsNotThere() throws Exception {
    for (String path :
        List.of("/nothing.js", "/Page.js", "/.js", "/page", "/page.class", "/package-info.class")) {
      assertThat(get(path).statusCode()).as(path).isEqualTo(404);
    }
    assertThat(server.post("/page.js").status()).isEqualTo(405);
  }
}
