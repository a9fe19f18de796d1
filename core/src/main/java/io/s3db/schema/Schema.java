package io.s3db.schema;

import io.s3db.Document;
import io.s3db.ValidationException;
import io.s3db.catalog.CatalogResource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a resource's attributes. Immutable, safe for many threads.
 *
 * <p>They are those of s3db.js, with its messages: text is trimmed, numbers and truth values are
 * converted from text, times become ISO text in UTC. A number with the rule {@code integer} becomes
 * a {@link Long}, any other a {@link Double}. Objects and lists given to a {@code json} attribute
 * stay what they are, where s3db.js makes them text.
 */
public final class Schema {
  private final String resource;
  private final Map<String, Object> attributes;
  private final Map<String, Rule> rules = new LinkedHashMap<>();

  private Schema(CatalogResource resource) {
    this.resource = resource.name();
    this.attributes = resource.definition().attributes();
    attributes.forEach((name, definition) -> rules.put(name, Rule.of(definition)));
    rules.remove("id");
  }

  /** The rules of a resource. Make them once for a state of the catalogue, not for each record. */
  public static Schema of(CatalogResource resource) {
    return new Schema(resource);
  }

  /**
   * A normalised copy of a record's fields, without its id. Fields that are no attributes are kept.
   *
   * @throws ValidationException with all problems, in the order of the attributes
   */
  public Document validate(Document fields) {
    Report report = new Report();
    Map<String, @Nullable Object> values = new LinkedHashMap<>(fields.toMap());
    new Checker(report).members(rules, "", values);
    if (!report.problems().isEmpty()) {
      throw new ValidationException("A record of '" + resource + "'", report.problems());
    }
    return Document.copyOf(values);
  }

  /**
   * A copy in which absent top-level fields have their default; a field that is null stays null.
   */
  public Document withDefaults(Document fields) {
    Document.Builder complete = fields.toBuilder();
    attributes.forEach(
        (name, definition) -> {
          if (!fields.has(name)) {
            Defaults.of(definition).ifPresent(value -> complete.put(name, value));
          }
        });
    return complete.build();
  }
}
