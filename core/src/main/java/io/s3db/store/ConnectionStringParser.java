package io.s3db.store;

import io.s3db.S3dbException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads connection strings by the rules of s3db.js. */
final class ConnectionStringParser {
  private static final String DEFAULT_BUCKET = "s3db";
  private static final String DEFAULT_REGION = "us-east-1";
  private static final String FORMS =
      "Use s3://KEY:SECRET@bucket/prefix, https://KEY:SECRET@host/bucket/prefix, file:///directory"
          + " or memory://bucket; write / + = @ in a key or secret as %2F %2B %3D %40.";

  private ConnectionStringParser() {}

  static ConnectionString parse(String text) {
    String trimmed = text.strip();
    UrlText url = UrlText.cut(trimmed);
    if (url == null) {
      throw invalid("Invalid connection string. It is not shown, because it may hold a secret.");
    }
    return switch (url.scheme()) {
      case "s3" -> amazon(url);
      case "http", "https" -> compatible(url);
      case "file" -> directory(trimmed, url);
      case "memory" -> memory(url);
      default -> throw invalid("Unknown scheme '" + url.scheme() + "' in the connection string.");
    };
  }

  private static ConnectionString amazon(UrlText url) {
    if (url.port() >= 0) {
      throw invalid("An s3:// connection string names a bucket, which has no port.");
    }
    if (url.host().isEmpty() && !url.user().isEmpty()) {
      throw invalid("The s3:// connection string names no bucket behind the @.");
    }
    String region = region(url);
    String host = region.startsWith("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com";
    return new ConnectionString.Bucket(
        url.scheme(),
        url.host().isEmpty() ? DEFAULT_BUCKET : Percent.decode(url.host()),
        url.path().isEmpty() ? "" : url.path().substring(1),
        endpoint("https://s3." + region + host),
        region,
        options(url).flag("forcePathStyle", false),
        credentials(url),
        options(url));
  }

  private static ConnectionString compatible(UrlText url) {
    if (url.host().isEmpty()) {
      throw invalid("The " + url.scheme() + ":// connection string names no host.");
    }
    String path = url.path().isEmpty() ? "" : url.path().substring(1);
    int slash = path.indexOf('/');
    String bucket = slash < 0 ? path : path.substring(0, slash);
    return new ConnectionString.Bucket(
        url.scheme(),
        bucket.isEmpty() ? DEFAULT_BUCKET : Percent.decode(bucket),
        slash < 0 ? "" : path.substring(slash + 1),
        endpoint(url.scheme() + "://" + url.host() + (url.port() < 0 ? "" : ":" + url.port())),
        region(url),
        options(url).flag("forcePathStyle", true),
        credentials(url),
        options(url));
  }

  /** The path is cut from the text itself: URLs know no relative paths. */
  private static ConnectionString directory(String text, UrlText url) {
    String raw = Percent.decode(text.substring("file://".length()).split("[?#]", 2)[0]);
    String path =
        raw.startsWith("/") || raw.startsWith("./") || raw.startsWith("../")
            ? raw
            : "/" + (raw.startsWith("localhost/") ? raw.substring("localhost/".length()) : raw);
    if (path.equals("/")) {
      throw new S3dbException(
          "INVALID_CONNECTION_STRING",
          "A file:// connection string requires a path.",
          "Use file:///absolute/directory or file://./relative.");
    }
    return new ConnectionString.Directory(
        Path.of(path).toAbsolutePath().normalize(), ConnectionOptions.parse(url.query()));
  }

  private static ConnectionString memory(UrlText url) {
    String prefix =
        Arrays.stream(url.path().split("/"))
            .filter(segment -> !segment.isEmpty())
            .map(Percent::decode)
            .collect(Collectors.joining("/"));
    return new ConnectionString.Memory(
        url.host().isEmpty() ? DEFAULT_BUCKET : Percent.decode(url.host()),
        prefix,
        ConnectionOptions.parse(url.query()));
  }

  private static String region(UrlText url) {
    String region = url.query().getOrDefault("region", DEFAULT_REGION);
    if (!region.matches("[A-Za-z0-9-]+")) {
      throw invalid("'" + region + "' in the connection string is not a region.");
    }
    return region;
  }

  private static ConnectionString.@Nullable Credentials credentials(UrlText url) {
    String token = url.query().get("sessionToken");
    if (url.user().isEmpty() && url.password().isEmpty()) {
      if (token != null) {
        throw invalid("The connection string has a sessionToken but no key and secret.");
      }
      return null;
    }
    if (url.user().isEmpty() || url.password().isEmpty()) {
      throw invalid("The connection string has only one of key and secret.");
    }
    return new ConnectionString.Credentials(
        Percent.decode(url.user()), Percent.decode(url.password()), token);
  }

  /** The query without the session token: options are shown, credentials never. */
  private static ConnectionOptions options(UrlText url) {
    Map<String, String> query = new LinkedHashMap<>(url.query());
    query.remove("sessionToken");
    return ConnectionOptions.parse(query);
  }

  private static URI endpoint(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw invalid("The host of the connection string is not valid.");
    }
  }

  private static S3dbException invalid(String message) {
    return new S3dbException("INVALID_CONNECTION_STRING", message, FORMS);
  }
}
