package io.s3db.catalog;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A secondary index of a resource: records by the values of some fields.
 *
 * @param fields field names (dotted for nested ones) and their rules, such as {@code
 *     date|maxlength:10}, in the order given
 */
public record PartitionDefinition(Map<String, String> fields) {
  /** Copies the fields, keeping their order. */
  public PartitionDefinition {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }
}
