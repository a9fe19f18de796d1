package io.s3db.catalog;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Partitions as the catalogue writes them: {@code {byX: {fields: {x: 'string'}}}}. */
final class PartitionTree {
  private PartitionTree() {}

  static Map<String, @Nullable Object> of(Map<String, PartitionDefinition> partitions) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    partitions.forEach((name, partition) -> tree.put(name, Map.of("fields", partition.fields())));
    return tree;
  }

  static Map<String, PartitionDefinition> parse(String where, @Nullable Object tree) {
    Map<String, PartitionDefinition> partitions = new LinkedHashMap<>();
    Node.map(where, tree)
        .forEach(
            (name, partition) -> {
              Map<String, String> fields = new LinkedHashMap<>();
              String path = where + "." + name;
              Node.map(path + ".fields", Node.map(path, partition).get("fields"))
                  .forEach((field, rule) -> fields.put(field, String.valueOf(rule)));
              partitions.put(name, new PartitionDefinition(fields));
            });
    return partitions;
  }
}
