package io.s3db.demo;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads a bucket with plain HTTP requests: objects as they lie there, nothing decoded. */
final class RawBucket {
  private static final Pattern KEY = Pattern.compile("<Key>([^<]*)</Key>");
  private static final Pattern TRUNCATED = Pattern.compile("<IsTruncated>true</IsTruncated>");

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI endpoint;
  private final String bucket;
  private final String prefix;

  /** An object: its user metadata and its body. */
  record RawObject(Map<String, String> metadata, String body) {}

  RawBucket(URI endpoint, String bucket, String prefix) {
    this.endpoint = endpoint;
    this.bucket = bucket;
    this.prefix = prefix;
  }

  /** The object under a key, if it is there. */
  Optional<RawObject> get(String key) throws IOException, InterruptedException {
    HttpResponse<String> response = send("/" + bucket + "/" + path(prefix + key));
    if (response.statusCode() == 404) {
      return Optional.empty();
    }
    Map<String, String> metadata = new TreeMap<>();
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (name.startsWith("x-amz-meta-")) {
                metadata.put(name.substring("x-amz-meta-".length()), values.getFirst());
              }
            });
    return Optional.of(new RawObject(metadata, response.body()));
  }

  /** The keys below a folder, in order. */
  List<String> keys(String folder) throws IOException, InterruptedException {
    List<String> keys = new ArrayList<>();
    String after = "";
    boolean more = true;
    while (more) {
      String query =
          "?list-type=2&encoding-type=url&prefix="
              + encoded(prefix + folder)
              + "&start-after="
              + encoded(after);
      String page = send("/" + bucket + query).body();
      Matcher key = KEY.matcher(page);
      while (key.find()) {
        after = URLDecoder.decode(key.group(1).replace("+", "%2B"), StandardCharsets.UTF_8);
        keys.add(after.substring(prefix.length()));
      }
      more = TRUNCATED.matcher(page).find();
    }
    return keys;
  }

  private HttpResponse<String> send(String pathAndQuery) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(endpoint.resolve(pathAndQuery)).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static String path(String key) {
    return List.of(key.split("/", -1)).stream()
        .map(RawBucket::encoded)
        .collect(Collectors.joining("/"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
