package io.s3db.golden;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.s3db.Document;
import io.s3db.catalog.Catalog;
import io.s3db.catalog.CatalogResource;
import io.s3db.json.Json;
import io.s3db.store.ETag;
import io.s3db.store.ObjectHead;
import io.s3db.store.ObjectKey;
import io.s3db.store.StoredObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A whole database as s3db.js wrote it, and what s3db.js says it holds. */
public final class GoldenDatabase {
  private static final String TIME = "2026-11-23T08:00:00.000Z";

  private final Map<String, StoredObject> objects = new LinkedHashMap<>();
  private final Map<String, @Nullable Object> expected;

  private GoldenDatabase(@Nullable Object raw, Object expected) {
    for (Map<String, @Nullable Object> object : Vectors.maps(raw)) {
      StoredObject stored = stored(object);
      objects.put(stored.head().key().value(), stored);
    }
    this.expected = Vectors.map(expected);
  }

  /** As written through the client for directories. */
  public static GoldenDatabase load(String name) {
    return new GoldenDatabase(
        Vectors.json(name + "/raw.json"), Vectors.json(name + "/expected.json"));
  }

  /** Databases of which a second run had other ids and times. */
  private static final Set<String> EXPECTED_ANEW = Set.of("behaviors", "ids", "partitions");

  /** As a bucket received it, without its key prefix. */
  public static GoldenDatabase inBucket(String name) {
    String expected = EXPECTED_ANEW.contains(name) ? "/expected-s3.json" : "/expected.json";
    return new GoldenDatabase(
        Vectors.map(Vectors.json(name + "/raw-s3.json")).get("objects"),
        Vectors.json(name + expected));
  }

  /** All objects by key, in the order of keys. */
  public Map<String, StoredObject> objects() {
    return objects;
  }

  /** The catalogue. */
  public Catalog catalog() {
    return Catalog.parse(catalogBytes());
  }

  /** The content of {@code s3db.json}. */
  public byte[] catalogBytes() {
    return object("s3db.json").body();
  }

  /** An object that must exist. */
  public StoredObject object(String key) {
    StoredObject object = objects.get(key);
    if (object == null) {
      throw new IllegalArgumentException("the golden database has no object " + key);
    }
    return object;
  }

  /** Every record of every resource. */
  public List<GoldenRecord> records() {
    List<GoldenRecord> records = new ArrayList<>();
    Catalog catalog = catalog();
    Vectors.map(expected.get("resources"))
        .forEach(
            (name, entry) -> {
              CatalogResource resource = catalog.find(name).orElseThrow();
              Vectors.map(Vectors.map(entry).get("records"))
                  .forEach((id, said) -> records.add(record(resource, id, Vectors.map(said))));
            });
    return records;
  }

  /**
   * Rebuilds the directory that s3db.js keeps for such a database: for each object a file of its
   * body and a file {@code .meta.json}.
   */
  public void writeTo(Path directory) throws IOException {
    for (StoredObject object : objects.values()) {
      Path file = directory.resolve(object.head().key().value());
      Files.createDirectories(file.getParent());
      Files.write(file, object.body());
      Files.write(
          file.resolveSibling(file.getFileName() + ".meta.json"), meta(object).getBytes(UTF_8));
    }
  }

  /**
   * A record and what it means.
   *
   * @param resource it belongs to
   * @param id its id
   * @param object how it is stored
   * @param fields what its bytes mean, without the id
   */
  public record GoldenRecord(
      CatalogResource resource, String id, StoredObject object, Document fields) {
    /** {@code resource/id}. */
    @Override
    public String toString() {
      return resource.name() + "/" + id;
    }
  }

  private GoldenRecord record(
      CatalogResource resource, String id, Map<String, @Nullable Object> said) {
    Object meant = said.containsKey("singlePass") ? said.get("singlePass") : said.get("get");
    Document fields = Document.wrap(Vectors.map(Vectors.defined(meant))).without("id");
    StoredObject object = object("resource=" + resource.name() + "/data/id=" + id);
    return new GoldenRecord(resource, id, object, fields);
  }

  private static String meta(StoredObject object) {
    Map<String, @Nullable Object> meta = new LinkedHashMap<>();
    meta.put("metadata", object.head().metadata());
    meta.put("contentType", object.head().contentType());
    meta.put("etag", object.head().etag().value());
    meta.put("lastModified", TIME);
    meta.put("size", object.head().size());
    meta.put("contentLength", object.head().size());
    meta.put("compressed", false);
    meta.put("expiresAt", null);
    return Json.pretty(meta);
  }

  private static StoredObject stored(Map<String, @Nullable Object> raw) {
    byte[] body = Base64.getDecoder().decode(Vectors.text(raw.get("bodyBase64")));
    Map<String, String> metadata = new LinkedHashMap<>();
    Vectors.map(raw.get("metadata"))
        .forEach((name, value) -> metadata.put(name, Vectors.text(value)));
    ObjectHead head =
        new ObjectHead(
            ObjectKey.of(Vectors.text(raw.get("key")).replaceFirst("^some/prefix/", "")),
            new ETag(Vectors.text(raw.get("etag")).replace("\"", "")),
            Instant.parse(TIME),
            body.length,
            (String) raw.get("contentType"),
            metadata,
            Instant.parse(TIME));
    return new StoredObject(head, body);
  }
}
