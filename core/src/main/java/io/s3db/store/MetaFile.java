package io.s3db.store;

import io.s3db.IsoTime;
import io.s3db.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The content of a {@code .meta.json} file, as s3db.js' file system client reads and writes it.
 *
 * @param metadata user metadata as stored
 * @param contentType or null
 * @param etag MD5 of the body file, in hexadecimal
 * @param lastModified when the object was written
 * @param size of the body file
 * @param compressed whether the body file is compressed with gzip
 * @param originalSize of the body before compression, or -1
 */
record MetaFile(
    Map<String, String> metadata,
    @Nullable String contentType,
    String etag,
    Instant lastModified,
    long size,
    boolean compressed,
    long originalSize) {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final String DEFAULT_TYPE = "application/octet-stream";

  /** That of an object whose body has this MD5. */
  static MetaFile of(NewObject object, String etag, Instant now) {
    String type = object.contentType() == null ? DEFAULT_TYPE : object.contentType();
    return new MetaFile(object.metadata(), type, etag, now, object.content().size(), false, -1);
  }

  /** Our tag of the object. The file's own covers the body alone. */
  ETag tag() {
    return ContentTag.of(etag, contentType, metadata);
  }

  /** The size of the body as it is given to readers. */
  long bodySize() {
    return compressed && originalSize >= 0 ? originalSize : size;
  }

  /** The file, with two spaces to a level as s3db.js has it, but without its copy of the body. */
  byte[] bytes() {
    String names =
        new TreeMap<>(metadata)
            .entrySet().stream()
                .map(entry -> "\n    " + text(entry.getKey()) + ": " + text(entry.getValue()))
                .collect(Collectors.joining(","));
    String json =
        "{\n  \"metadata\": "
            + (names.isEmpty() ? "{}" : "{" + names + "\n  }")
            + (",\n  \"contentType\": " + text(contentType))
            + (",\n  \"etag\": " + text(etag))
            + (",\n  \"lastModified\": " + text(IsoTime.text(lastModified)))
            + (",\n  \"size\": " + size)
            + (",\n  \"contentLength\": " + size)
            + ",\n  \"compressed\": false,\n  \"expiresAt\": null\n}";
    return json.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(@Nullable String value) {
    return Json.write(value);
  }

  /** As {@link #parse(byte[])}, of the file at a path; a damaged one is a failure of the store. */
  static MetaFile parse(Path file, byte[] bytes) throws IOException {
    try {
      return parse(bytes);
    } catch (IllegalArgumentException e) {
      throw DirectoryFailure.damaged(file, e);
    }
  }

  /**
   * Reads a file, passing over what it does not need (s3db.js keeps a copy of the body in it).
   *
   * @throws IllegalArgumentException if it is not such a file
   */
  static MetaFile parse(byte[] bytes) {
    Map<String, String> metadata = new LinkedHashMap<>();
    Map<String, String> members = new LinkedHashMap<>();
    try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("not a JSON object");
      }
      readMembers(json, members, metadata);
      return new MetaFile(
          metadata,
          members.get("contentType"),
          required(members, "etag"),
          Instant.parse(required(members, "lastModified")),
          Long.parseLong(members.getOrDefault("size", "0")),
          Boolean.parseBoolean(members.get("compressed")),
          Long.parseLong(members.getOrDefault("originalSize", "-1")));
    } catch (JacksonException | DateTimeException e) {
      throw new IllegalArgumentException("not the metadata of an object", e);
    }
  }

  private static void readMembers(
      JsonParser json, Map<String, String> members, Map<String, String> metadata) {
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      JsonToken token = json.nextToken();
      if (token == JsonToken.START_OBJECT && name.equals("metadata")) {
        readMembers(json, metadata, new LinkedHashMap<>());
      } else if (token.isStructStart()) {
        json.skipChildren();
      } else if (token != JsonToken.VALUE_NULL) {
        members.put(name, json.getString());
      }
    }
  }

  private static String required(Map<String, String> members, String name) {
    String value = members.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no " + name);
    }
    return value;
  }
}
