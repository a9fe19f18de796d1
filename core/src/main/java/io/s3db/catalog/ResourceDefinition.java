package io.s3db.catalog;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a resource is: its attributes, and how its records are stored.
 *
 * @param name of the resource
 * @param attributes definitions by name, in order: a text such as {@code string|required}, or a map
 * @param behavior what happens with records that do not fit into metadata
 * @param timestamps whether records have {@code createdAt} and {@code updatedAt}
 * @param partitions secondary indexes by name, in order
 * @param paranoid whether deleting all records at once is refused
 * @param idSize how many characters generated ids have
 */
public record ResourceDefinition(
    String name,
    Map<String, Object> attributes,
    Behavior behavior,
    boolean timestamps,
    Map<String, PartitionDefinition> partitions,
    boolean paranoid,
    int idSize) {
  /** Starts a definition. */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** Collects a definition; {@link #build} reports all its problems at once. */
  public static final class Builder {
    private final String name;
    private final Map<String, Object> attributes = new LinkedHashMap<>();
    private final Map<String, PartitionDefinition> partitions = new LinkedHashMap<>();
    private Behavior behavior = Behavior.USER_MANAGED;
    private boolean timestamps;
    private boolean paranoid = true;
    private int idSize = 22;

    private Builder(String name) {
      this.name = name;
    }

    /** Adds an attribute, such as {@code string|min:3}. */
    public Builder attribute(String attribute, String definition) {
      attributes.put(attribute, definition);
      return this;
    }

    /** Adds a nested object, or an attribute in the object form. */
    public Builder attribute(String attribute, Map<String, ?> definition) {
      attributes.put(attribute, definition);
      return this;
    }

    /** Adds attributes in the order of the map. */
    public Builder attributes(Map<String, ? extends @Nullable Object> more) {
      more.forEach(
          (attribute, definition) -> attributes.put(attribute, String.valueOf(definition)));
      return this;
    }

    /** Sets what happens with records that do not fit into metadata. */
    public Builder behavior(Behavior value) {
      this.behavior = value;
      return this;
    }

    /** Gives records {@code createdAt} and {@code updatedAt}, and partitions by their days. */
    public Builder timestamps(boolean value) {
      this.timestamps = value;
      return this;
    }

    /** Adds a secondary index. */
    public Builder partition(String partition, Map<String, String> fields) {
      partitions.put(partition, new PartitionDefinition(fields));
      return this;
    }

    /** Sets whether deleting all records at once is refused; it is unless told. */
    public Builder paranoid(boolean value) {
      this.paranoid = value;
      return this;
    }

    /** Sets how many characters generated ids have; 22 unless told. */
    public Builder idSize(int value) {
      this.idSize = value;
      return this;
    }

    /** The definition. */
    public ResourceDefinition build() {
      return new ResourceDefinition(
          name, attributes, behavior, timestamps, partitions, paranoid, idSize);
    }
  }
}
