package io.s3db.catalog;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the values of an attribute are stored.
 *
 * <p>s3db.js chooses by searching the whole text of a definition for words, in a fixed order; the
 * first that occurs anywhere wins. So {@code string|default:numbers} is stored as a number. The
 * order is copied here, because the bytes depend on it.
 */
public enum AttributeType {
  /** Text. */
  TEXT,
  /** Text, a list or an object; what it was is seen from the text. */
  ANY,
  /** A number: whole part in base 62, decimal digits as they are. */
  NUMBER,
  /** A whole number in base 62. */
  INTEGER,
  /** True or false, as {@code 1} or {@code 0}. */
  BOOLEAN,
  /** A time, as milliseconds since 1970 in base 62. */
  DATETIME,
  /** Any value, as JSON. */
  JSON,
  /** A list of text, joined by bars. */
  TEXT_LIST,
  /** A list of numbers, joined by bars. */
  NUMBER_LIST,
  /** A list of whole numbers, joined by bars. */
  INTEGER_LIST,
  /** A list of anything, as JSON. */
  LIST,
  /** A number in decimal: the definition has the object form. */
  PLAIN_NUMBER,
  /** {@code true} or {@code false}: the definition has the object form. */
  PLAIN_BOOLEAN,
  /** An object whose members are attributes of their own. */
  OBJECT,
  /** A day, as days since 1970 in base 62. */
  DAY,
  /** A time of day, as milliseconds in base 62. */
  TIME_OF_DAY,
  /** An IPv4 address, as base64 of its bytes. */
  IP4,
  /** Another kind of value with a short stored text: {@link Attribute#form} says which. */
  SHORT,
  /** Text that is stored encrypted. */
  SECRET,
  /** Text, a number or a truth value that is stored encrypted, and read back as text. */
  SECRET_SCALAR,
  /** A password, of which a bcrypt hash is stored and read back. */
  PASSWORD,
  /** A password, of which an argon2id hash is stored and read back. */
  PASSWORD_ARGON2,
  /** Stored in a form that is its own text, and not written. */
  OPAQUE,
  /** Stored in a form that no reader can be sure of, such as one that was encoded twice. */
  UNREADABLE;

  static final Set<String> KNOWN_TYPES =
      Set.of(
              "string number boolean array object any json datetime email url enum cron locale"
                  + " currency",
              "country secret secretAny secretNumber password ip4 ip6 buffer bits money crypto"
                  + " decimal",
              "geo uuid dateonly timeonly mac cidr semver phone color duration ean embedding date")
          .stream()
          .flatMap(line -> Stream.of(line.split(" ")))
          .collect(Collectors.toUnmodifiableSet());

  /** The type of a definition in text form, such as {@code number|min:0}. */
  public static AttributeType of(String definition) {
    return TextFormType.of(definition).type();
  }

  /** The type of a definition in object form, such as {@code {type: 'enum', values: […]}}. */
  public static AttributeType of(Map<String, ? extends @Nullable Object> definition) {
    String type = String.valueOf(definition.get("type"));
    return switch (type) {
      case "array" -> ObjectFormList.of(definition);
      case "number" -> PLAIN_NUMBER;
      case "boolean" -> PLAIN_BOOLEAN;
      case "any" -> ANY;
      case "string", "email", "url" -> TEXT;
      case "enum" -> isTextEnum(definition) ? TEXT : UNREADABLE;
      case "object", "json" -> UNREADABLE;
      default -> OPAQUE;
    };
  }

  /** Whether a nested map is a definition in object form, and not an object with members. */
  public static boolean isDefinition(Map<?, ?> map) {
    return map.get("type") instanceof String type
        && !type.contains("|")
        && KNOWN_TYPES.contains(base(type));
  }

  /** Whether a definition in text form has a type that s3db.js knows. */
  static boolean isKnown(String definition) {
    return KNOWN_TYPES.contains(base(definition));
  }

  /** The word before the first bar or colon. */
  static String base(String definition) {
    int end = 0;
    while (end < definition.length() && "|:".indexOf(definition.charAt(end)) < 0) {
      end++;
    }
    return definition.substring(0, end);
  }

  /** Whether values of this type can be written. */
  public boolean writable() {
    return this != OPAQUE && this != UNREADABLE;
  }

  /** Whether values are stored encrypted, so that they are not for everybody to see. */
  public boolean secret() {
    return this == SECRET || this == SECRET_SCALAR;
  }

  private static boolean isTextEnum(Map<String, ? extends @Nullable Object> definition) {
    return definition.get("values") instanceof List<?> values
        && values.stream().allMatch(String.class::isInstance);
  }
}
