package io.s3db.typed;

import io.s3db.Document;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Maps objects of one class to documents and back.
 *
 * <p>A class is a record, or a bean: a constructor without parameters, and a getter and a setter
 * for each property. A component is required unless it is an {@code Optional} or {@code @Nullable};
 * absent ones are left out of the document. The component {@code id} is the record's id, and is
 * never required.
 *
 * <table>
 * <caption>Types</caption>
 * <tr><th>Java</th><th>attribute</th></tr>
 * <tr><td>String, enums, LocalDate, UUID, BigDecimal, BigInteger</td><td>{@code string}</td></tr>
 * <tr><td>byte to long, float, double and their boxes</td><td>{@code number}</td></tr>
 * <tr><td>boolean</td><td>{@code boolean}</td></tr>
 * <tr><td>Instant (milliseconds are kept)</td><td>{@code datetime}</td></tr>
 * <tr><td>records, beans</td><td>a nested object</td></tr>
 * <tr><td>List, Set</td><td>{@code array}, of texts or numbers where they are</td></tr>
 * <tr><td>Map with text keys, Document, Object</td><td>{@code json}</td></tr>
 * </table>
 *
 * <p>Immutable, safe for many threads. Make it once: the class is looked at then, and never again.
 *
 * @param <T> the class
 */
public final class Mapper<T> {
  private static final String ID = "id";

  private final Class<T> type;
  private final Structure structure;

  private Mapper(Class<T> type, Structure structure) {
    this.type = type;
    this.structure = structure;
  }

  /**
   * The mapper of a class.
   *
   * @throws MappingException naming the component that cannot be mapped
   */
  public static <T> Mapper<T> of(Class<T> type) {
    if (type.isInterface() || type.isPrimitive() || type.getName().startsWith("java.")) {
      throw TypeReader.unsupported(type.getSimpleName(), "Use a record of your own.");
    }
    Structure read = new TypeReader().structure(type);
    var members =
        read.members().stream()
            .map(
                member ->
                    member.name().equals(ID) && member.presence() == Member.Presence.REQUIRED
                        ? new Member(
                            ID,
                            member.binding(),
                            Member.Presence.NULLABLE,
                            member.declared(),
                            member.getter())
                        : member)
            .toList();
    return new Mapper<>(type, new Structure(type, members, read.maker()));
  }

  /** The attributes of the class, without the id, for a resource definition. */
  public Map<String, Object> attributes() {
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (Member member : structure.members()) {
      if (!member.name().equals(ID)) {
        attributes.put(member.name(), member.definition());
      }
    }
    return Collections.unmodifiableMap(attributes);
  }

  /**
   * The document of an object: with its id, if it has one, and without what is absent.
   *
   * @throws MappingException naming the component that is null or cannot be held
   */
  public Document toDocument(T object) {
    return write(object, Document.of());
  }

  /** A document with everything of an object in it; fields the class does not know stay. */
  Document write(T object, Document present) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>(present.toMap());
    try {
      for (Member member : structure.members()) {
        Object value = member.write(member.name(), object);
        if (value == null) {
          fields.remove(member.name());
        } else {
          fields.put(member.name(), member.name().equals(ID) ? String.valueOf(value) : value);
        }
      }
      return Document.copyOf(fields);
    } catch (Mismatch | IllegalArgumentException e) {
      throw new MappingException(
          "A " + type.getSimpleName() + " cannot be stored: " + e.getMessage() + ".", null, e);
    }
  }

  /**
   * The object of a document.
   *
   * @throws MappingException naming the record and the field that does not fit
   */
  public T fromDocument(Document document) {
    try {
      return type.cast(structure.read("", document.toMap()));
    } catch (Mismatch e) {
      throw new MappingException(
          "Record '%s' cannot be read as %s: %s."
              .formatted(document.text(ID, "?"), type.getSimpleName(), e.getMessage()),
          null,
          e);
    }
  }

  /** The id of an object, if its class has one and it is not null. */
  Optional<String> idOf(T object) {
    return structure.members().stream()
        .filter(member -> member.name().equals(ID))
        .findFirst()
        .flatMap(member -> Optional.ofNullable(member.write(ID, object)))
        .map(String::valueOf);
  }

  @Override
  public String toString() {
    return "mapper of " + type.getName();
  }
}
