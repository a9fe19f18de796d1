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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a resource's partition references: {@code
 * resource=<name>/partition=<partition>/<field>=<value>/id=<id>}.
 *
 * <p>A resource with timestamps also has the partitions {@code byCreatedDate} and {@code
 * byUpdatedDate}. A record in which one of a partition's values is null or absent has no reference
 * in that partition. Several fields follow each other in the order of {@link FieldOrder}.
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
    this.partitions = new LinkedHashMap<>();
    partitions.forEach((name, partition) -> this.partitions.put(name, ordered(partition)));
  }

  private static PartitionDefinition ordered(PartitionDefinition partition) {
    List<String> names = new ArrayList<>(partition.fields().keySet());
    names.sort(new FieldOrder());
    Map<String, String> fields = new LinkedHashMap<>();
    names.forEach(name -> fields.put(name, partition.fields().getOrDefault(name, "")));
    return new PartitionDefinition(fields);
  }

  /** Why references cannot be written, one sentence each; empty if they can. */
  public List<String> blockers() {
    List<String> blockers = new ArrayList<>();
    partitions.forEach(
        (name, partition) -> {
          Set<String> fields = partition.fields().keySet();
          if (fields.size() > 1 && !fields.stream().allMatch(FieldOrder::knows)) {
            blockers.add(
                ("Partition '%s' of '%s' has the fields %s, whose order in keys is not known: it is"
                        + " for names of Latin letters, digits and ASCII signs.")
                    .formatted(name, resource, String.join(", ", fields)));
          }
        });
    return List.copyOf(blockers);
  }

  /** The fields of a partition, in the order of its keys. */
  public List<String> fields(String name) {
    return List.copyOf(required(name).fields().keySet());
  }

  /** The first characters of the keys of all references. */
  public String root() {
    return "resource=" + resource + "/partition=";
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
   * slash at the end. Values of the first fields, in the order of the keys, are enough.
   *
   * @throws S3dbException if there is no such partition, values are missing, or cannot be in a key
   */
  public String prefix(String name, Document values) {
    PartitionDefinition partition = required(name);
    List<String> fields = List.copyOf(partition.fields().keySet());
    checkNames(name, fields, values);
    StringBuilder key = new StringBuilder(root() + name + "/");
    int given = 0;
    while (given < fields.size() && values.get(fields.get(given)) != null) {
      append(key, name, partition, fields.get(given), values);
      given++;
    }
    List<String> later = fields.subList(given, fields.size());
    if (given == 0 || later.stream().anyMatch(field -> values.get(field) != null)) {
      throw new S3dbException(
          "PARTITION_VALUES_MISSING",
          "A listing of partition '%s' of '%s' has no value for '%s'."
              .formatted(name, resource, fields.get(given)),
          fields.size() == 1
              ? "Give one."
              : "Give values for the first of its fields, which are ordered "
                  + String.join(", ", fields)
                  + ".");
    }
    return key.toString();
  }

  private void checkNames(String name, List<String> fields, Document values) {
    for (String given : values.names()) {
      if (fields.stream().noneMatch(f -> f.equals(given) || f.startsWith(given + "."))) {
        throw new S3dbException(
            "PARTITION_FIELD_UNKNOWN",
            "Partition '%s' of '%s' has no field '%s'.".formatted(name, resource, given),
            "It has: " + String.join(", ", fields) + ".");
      }
    }
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
    StringBuilder key = new StringBuilder(root() + name + "/");
    for (String field : partition.fields().keySet()) {
      if (fields.get(field) == null) {
        return Optional.empty();
      }
      append(key, name, partition, field, fields);
    }
    return Optional.of(key.toString());
  }

  private void append(
      StringBuilder key,
      String name,
      PartitionDefinition partition,
      String field,
      Document fields) {
    Object value = java.util.Objects.requireNonNull(fields.get(field));
    String rule = partition.fields().getOrDefault(field, "");
    String text = text(PartitionRule.apply(rule, value));
    checkValue(name, field, text);
    key.append(field).append('=').append(text).append('/');
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
    boolean lost = text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text);
    if (moves || lost || text.indexOf('/') >= 0 || text.indexOf('\\') >= 0) {
      throw new S3dbException(
          "INVALID_PARTITION_VALUE",
          "Field '%s' of a record of '%s' is '%s', which cannot be part of a key of partition '%s'."
              .formatted(field, resource, text, name),
          "Values of partition fields are whole Unicode text without / \\ and NUL, and not . or"
              + " ..");
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
