package io.s3db.catalog;

import io.s3db.Document;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a resource is: its attributes, and how its records are stored.
 *
 * <pre>{@code
 * ResourceDefinition users =
 *     ResourceDefinition.named("users")
 *         .attribute("email", "email|required")
 *         .attribute("age", "number|integer|optional")
 *         .partition("byEmail", Map.of("email", "string"))
 *         .timestamps(true)
 *         .build();
 * }</pre>
 *
 * @param name of the resource
 * @param attributes definitions by name, in order: a text such as {@code string|required}, or a map
 *     of members, or a map in object form such as {@code {type: 'enum', values: [...]}}
 * @param behavior what happens with records that do not fit into metadata
 * @param timestamps whether records have {@code createdAt} and {@code updatedAt}
 * @param partitions secondary indexes by name, in order
 * @param paranoid whether deleting all records at once is refused
 * @param idSize how many characters generated ids have
 * @param ids how ids are made for records that bring none
 */
public record ResourceDefinition(
    String name,
    Map<String, Object> attributes,
    Behavior behavior,
    boolean timestamps,
    Map<String, PartitionDefinition> partitions,
    boolean paranoid,
    int idSize,
    IdForm ids) {
  /** How many characters generated ids have unless told. */
  public static final int DEFAULT_ID_SIZE = 22;

  /** Copies, keeping the order. Nothing is checked here: the catalogue may hold anything. */
  public ResourceDefinition {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    partitions = Collections.unmodifiableMap(new LinkedHashMap<>(partitions));
  }

  /** A definition that leaves the form of ids as it is. */
  public ResourceDefinition(
      String name,
      Map<String, Object> attributes,
      Behavior behavior,
      boolean timestamps,
      Map<String, PartitionDefinition> partitions,
      boolean paranoid,
      int idSize) {
    this(
        name, attributes, behavior, timestamps, partitions, paranoid, idSize, new IdForm.Default());
  }

  /** Starts a definition. */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /**
   * The paths of the attributes whose values are stored encrypted. Worked out anew at each call.
   */
  public List<String> secretAttributes() {
    return Attribute.of(attributes).stream()
        .filter(Attribute::isSecret)
        .map(Attribute::path)
        .toList();
  }

  /** With timestamps: the attributes and partitions that come with them, where they are missing. */
  ResourceDefinition withAutomaticParts() {
    if (!timestamps) {
      return this;
    }
    Map<String, Object> allAttributes = new LinkedHashMap<>(attributes);
    allAttributes.putIfAbsent("createdAt", "datetime|optional");
    allAttributes.putIfAbsent("updatedAt", "datetime|optional");
    Map<String, PartitionDefinition> allPartitions = new LinkedHashMap<>(partitions);
    allPartitions.putIfAbsent("byCreatedDate", byDay("createdAt"));
    allPartitions.putIfAbsent("byUpdatedDate", byDay("updatedAt"));
    return new ResourceDefinition(
        name, allAttributes, behavior, true, allPartitions, paranoid, idSize, ids);
  }

  ResourceDefinition withIds(IdForm form) {
    return new ResourceDefinition(
        name, attributes, behavior, timestamps, partitions, paranoid, idSize, form);
  }

  private static PartitionDefinition byDay(String field) {
    return new PartitionDefinition(Map.of(field, "date|maxlength:10"));
  }

  /** Collects a definition; {@link #build} reports all its problems at once. */
  public static final class Builder {
    private final String name;
    private final Map<String, Object> attributes = new LinkedHashMap<>();
    private final Map<String, PartitionDefinition> partitions = new LinkedHashMap<>();
    private Behavior behavior = Behavior.USER_MANAGED;
    private boolean timestamps;
    private boolean paranoid = true;
    private int idSize = DEFAULT_ID_SIZE;
    private IdForm ids = new IdForm.Default();
    private final List<String> shortPartitions = new ArrayList<>();

    private Builder(String name) {
      this.name = name;
    }

    /** Adds an attribute, such as {@code string|min:3}. */
    public Builder attribute(String attribute, String definition) {
      attributes.put(attribute, definition);
      return this;
    }

    /**
     * Adds a nested object, or an attribute in object form.
     *
     * @throws IllegalArgumentException if the map holds what JSON cannot
     */
    public Builder attribute(String attribute, Map<String, ?> definition) {
      attributes.put(attribute, Document.copyOf(definition).toMap());
      return this;
    }

    /**
     * Adds attributes in the order of the map.
     *
     * @throws IllegalArgumentException if the map holds what JSON cannot
     */
    public Builder attributes(Map<String, ?> more) {
      Document.copyOf(more)
          .toMap()
          .forEach(
              (attribute, definition) -> {
                if (definition != null) {
                  attributes.put(attribute, definition);
                }
              });
      return this;
    }

    /** Sets what happens with records that do not fit into metadata; user-managed unless told. */
    public Builder behavior(Behavior value) {
      this.behavior = value;
      return this;
    }

    /** Gives records {@code createdAt} and {@code updatedAt}, and partitions by their days. */
    public Builder timestamps(boolean value) {
      this.timestamps = value;
      return this;
    }

    /** Adds a secondary index: field names (dotted for nested ones) and their rules. */
    public Builder partition(String partition, Map<String, String> fields) {
      partitions.put(partition, new PartitionDefinition(fields));
      return this;
    }

    /**
     * Adds secondary indexes by one attribute each: {@code status} gives the partition {@code
     * byStatus}, with the type of the attribute as its rule.
     */
    public Builder partitions(String... attributeNames) {
      shortPartitions.addAll(List.of(attributeNames));
      return this;
    }

    private void addShortPartitions() {
      for (String attribute : shortPartitions) {
        String partition =
            "by" + attribute.substring(0, 1).toUpperCase(Locale.ROOT) + attribute.substring(1);
        String rule =
            attributes.get(attribute) instanceof String text ? AttributeType.base(text) : "string";
        partitions.put(partition, new PartitionDefinition(Map.of(attribute, rule)));
      }
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

    /**
     * Sets how ids are made: {@code default}, a number of characters, {@code custom}, {@code
     * incremental}, {@code incremental:1000}, {@code incremental:ORD-0001} or {@code
     * incremental:fast:1000}.
     *
     * @throws io.s3db.S3dbException if it is none of these
     */
    public Builder idGenerator(String form) {
      return idGenerator(IdForm.parse(form));
    }

    /** Sets how ids are made. */
    public Builder idGenerator(IdForm form) {
      this.ids = form;
      if (form instanceof IdForm.Sized(int size)) {
        this.idSize = size;
      }
      return this;
    }

    /**
     * The definition; with timestamps, including the attributes and partitions they bring.
     *
     * @throws io.s3db.ValidationException with all problems
     */
    public ResourceDefinition build() {
      addShortPartitions();
      ResourceDefinition definition =
          new ResourceDefinition(
                  name, attributes, behavior, timestamps, partitions, paranoid, idSize, ids)
              .withAutomaticParts();
      DefinitionCheck.check(definition);
      return definition;
    }
  }
}
