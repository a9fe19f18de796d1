package io.s3db.server.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/** The page in the browser: files of the class path, compressed once. */
final class PageRoutes {
  private static final String FOLDER = "/io/s3db/server/page/";
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]*\\.[a-z0-9]+");
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "ico", "image/x-icon",
          "json", "application/json; charset=utf-8",
          "txt", "text/plain; charset=utf-8",
          "woff2", "font/woff2");

  private final Map<String, Optional<Asset>> assets = new ConcurrentHashMap<>();

  /** A file in both forms. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Asset(String type, byte[] plain, byte[] gzip, String tag) {}

  List<Route> routes() {
    return List.of(
        Route.open("GET", "/", request -> file(request, "index.html")),
        Route.open("GET", "/{file}", request -> file(request, request.path("file"))));
  }

  private Answer file(Request request, String name) {
    Asset asset =
        NAME.matcher(name).matches()
            ? assets.computeIfAbsent(name, PageRoutes::load).orElseThrow(PageRoutes::missing)
            : Optional.<Asset>empty().orElseThrow(PageRoutes::missing);
    boolean gzip = request.header("accept-encoding").filter(PageRoutes::takesGzip).isPresent();
    String tag = "\"" + asset.tag() + (gzip ? "-z\"" : "\"");
    if (request.header("if-none-match").filter(it -> RecordTag.isKnown(it, tag)).isPresent()) {
      return cached(Answer.nothing(304), tag);
    }
    Answer answer = Answer.bytes(200, asset.type(), gzip ? asset.gzip() : asset.plain());
    return cached(gzip ? answer.with("Content-Encoding", "gzip") : answer, tag);
  }

  private static Answer cached(Answer answer, String tag) {
    return answer
        .with("ETag", tag)
        .with("Vary", "Accept-Encoding")
        .with("Cache-Control", "no-cache"); // asked for again, and answered with 304
  }

  private static boolean takesGzip(String accepted) {
    return Arrays.stream(accepted.split(",", -1))
        .map(each -> each.replaceAll("\\s", "").toLowerCase(Locale.ROOT))
        .anyMatch(each -> each.matches("gzip(;q=(1|0\\.\\d*[1-9]).*)?"));
  }

  private static HttpFailure missing() {
    return new HttpFailure(404, "ROUTE_NOT_FOUND", "There is no such page.", null);
  }

  private static Optional<Asset> load(String name) {
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    try (InputStream in = PageRoutes.class.getResourceAsStream(FOLDER + name)) {
      if (in == null || type == null) {
        return Optional.empty();
      }
      byte[] plain = in.readAllBytes();
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
        gzip.write(plain);
      }
      return Optional.of(new Asset(type, plain, packed.toByteArray(), tag(plain)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String tag(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
