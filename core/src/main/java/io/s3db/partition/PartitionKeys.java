package io.s3db.partition;

import io.s3db.Document;
import io.s3db.S3dbException;
import io.s3db.catalog.PartitionDefinition;
import io.s3db.catalog.ResourceDefinition;
import io.s3db.json.JsNumber;
import io.s3db.json.Json;
import io.s3db.store.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a resource's partition references: {@code
 * resource=<name>/partition=<partition>/<field>=<value>/id=<id>}.
 *
 * <p>A resource with timestamps also has the partitions {@code byCreatedDate} and {@code
 * byUpdatedDate}. A record whose value is null or absent has no reference in that partition. Only
 * partitions of one field have keys here: s3db.js orders the fields of the others by a collation,
 * and {@code CatalogResource.writeBlockers} refuses their resources.
 *
 * <p>The key layout and the rules are those of s3db.js; unlike there, a value that would change the
 * meaning of the key is refused.
 */
public final class PartitionKeys {
  private static final String DAY = "date|maxlength:10";

  private final String resource;
  private final Map<String, PartitionDefinition> partitions;

  private PartitionKeys(String resource, Map<String, PartitionDefinition> partitions) {
    this.resource = resource;
    this.partitions = partitions;
  }

  /** The partition keys of a resource. */
  public static PartitionKeys of(ResourceDefinition definition) {
    Map<String, PartitionDefinition> partitions = new LinkedHashMap<>(definition.partitions());
    if (definition.timestamps()) {
      partitions.putIfAbsent("byCreatedDate", new PartitionDefinition(Map.of("createdAt", DAY)));
      partitions.putIfAbsent("byUpdatedDate", new PartitionDefinition(Map.of("updatedAt", DAY)));
    }
    return new PartitionKeys(definition.name(), partitions);
  }

  /** Whether records have no references at all. */
  public boolean isEmpty() {
    return partitions.isEmpty();
  }

  /** The names of the partitions, in order. */
  public List<String> names() {
    return List.copyOf(partitions.keySet());
  }

  /**
   * The keys of a record's references.
   *
   * @throws S3dbException naming field and value, if one cannot be part of a key
   */
  public List<ObjectKey> of(String id, Document fields) {
    if (partitions.isEmpty()) {
      return List.of();
    }
    List<ObjectKey> keys = new ArrayList<>(partitions.size());
    partitions.forEach(
        (name, partition) ->
            prefix(name, partition, fields)
                .ifPresent(prefix -> keys.add(key(name, prefix + "id=" + id))));
    return keys;
  }

  /**
   * The keys of the references that a record in the store has: another program may have written
   * values that we refuse, whose references we leave alone.
   */
  public List<ObjectKey> tolerant(String id, Document fields) {
    try {
      return of(id, fields);
    } catch (S3dbException _) {
      return names().stream().flatMap(name -> one(name, id, fields).stream()).toList();
    }
  }

  private Optional<ObjectKey> one(String name, String id, Document fields) {
    try {
      return prefix(name, required(name), fields).map(prefix -> key(name, prefix + "id=" + id));
    } catch (S3dbException _) {
      return Optional.empty();
    }
  }

  /**
   * The first characters of the keys of all references of a partition with these values, with a
   * slash at the end.
   *
   * @throws S3dbException if there is no such partition, a value is missing or cannot be in a key
   */
  public String prefix(String name, Document values) {
    return prefix(name, required(name), values)
        .orElseThrow(
            () ->
                new S3dbException(
                    "PARTITION_VALUES_MISSING",
                    "A listing of partition '%s' of '%s' has no values for it."
                        .formatted(name, resource),
                    "Give a value for "
                        + String.join(", ", required(name).fields().keySet())
                        + "."));
  }

  private PartitionDefinition required(String name) {
    PartitionDefinition partition = partitions.get(name);
    if (partition == null) {
      throw new S3dbException(
          "PARTITION_NOT_FOUND",
          "'" + resource + "' has no partition '" + name + "'.",
          "It has: " + String.join(", ", partitions.keySet()) + ".");
    }
    return partition;
  }

  private Optional<String> prefix(String name, PartitionDefinition partition, Document fields) {
    StringBuilder key = new StringBuilder("resource=" + resource + "/partition=" + name + "/");
    for (Map.Entry<String, String> rule : partition.fields().entrySet()) {
      Object value = fields.get(rule.getKey());
      if (value == null) {
        return Optional.empty();
      }
      String text = text(PartitionRule.apply(rule.getValue(), value));
      checkValue(name, rule.getKey(), text);
      key.append(rule.getKey()).append('=').append(text).append('/');
    }
    return Optional.of(key.toString());
  }

  private static String text(Object value) {
    return switch (value) {
      case String text -> text;
      case Number number -> JsNumber.text(number);
      case List<?> list -> String.join(",", list.stream().map(PartitionKeys::item).toList());
      case Map<?, ?> _ -> "[object Object]";
      default -> Json.write(value);
    };
  }

  private static String item(@Nullable Object value) {
    return value == null ? "" : text(value);
  }

  private void checkValue(String name, String field, String text) {
    boolean moves = text.equals(".") || text.equals("..");
    if (moves || text.indexOf('/') >= 0 || text.indexOf('\\') >= 0) {
      throw new S3dbException(
          "INVALID_PARTITION_VALUE",
          "Field '%s' of a record of '%s' is '%s', which cannot be part of a key of partition '%s'."
              .formatted(field, resource, text, name),
          "Values of partition fields have no / or \\, and are not . or ..");
    }
  }

  private ObjectKey key(String name, String key) {
    int bytes = key.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > ObjectKey.MAX_BYTES) {
      throw new S3dbException(
          "INVALID_PARTITION_VALUE",
          "A record of '%s' would have a key of %d bytes in partition '%s'; a store takes %d."
              .formatted(resource, bytes, name, ObjectKey.MAX_BYTES),
          "Shorten the field with a rule such as maxlength:100.");
    }
    return ObjectKey.of(key);
  }
}
