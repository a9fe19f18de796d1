package io.s3db.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the type of a definition in text form by the words that occur in it, as s3db.js does. */
final class TextFormType {
  /** Words of types that are stored in forms of their own, in the order of the search. */
  private static final List<String> FIRST_UNREADABLE =
      List.of("money", "crypto", "decimal", "geo:lat", "geo:lon", "geo:point");

  private static final List<String> UNREADABLE_BASES =
      List.of("uuid", "timeonly", "mac", "cidr", "semver", "phone", "color", "duration", "ean");

  private TextFormType() {}

  /** The type of a definition in text form, such as {@code number|min:0}. */
  static AttributeType of(String definition) {
    AttributeType first = byWord(definition);
    boolean time = definition.contains("datetime");
    if (UNREADABLE_BASES.contains(AttributeType.base(definition))
        || definition.contains("dateonly")) {
      return AttributeType.UNREADABLE;
    }
    if (time) {
      // Words of both searches: s3db.js would encode twice.
      return first == null ? AttributeType.DATETIME : AttributeType.UNREADABLE;
    }
    if (first != null) {
      return first;
    }
    return AttributeType.base(definition).equals("any") ? AttributeType.ANY : AttributeType.TEXT;
  }

  private static @Nullable AttributeType byWord(String text) {
    if (text.contains("embedding")) {
      return AttributeType.UNREADABLE;
    }
    if (text.contains("array")) {
      return listOf(text);
    }
    if (text.contains("secret")) {
      return AttributeType.OPAQUE;
    }
    if (text.contains("password")) {
      return passwordOr(AttributeType.base(text));
    }
    if (text.contains("ip4") || text.contains("ip6")) {
      return AttributeType.UNREADABLE;
    }
    if (text.contains("buffer") || text.contains("bits")) {
      return AttributeType.OPAQUE;
    }
    if (FIRST_UNREADABLE.stream().anyMatch(text::contains)) {
      return AttributeType.UNREADABLE;
    }
    if (text.contains("number")) {
      return text.contains("|integer") || text.contains("integer:true")
          ? AttributeType.INTEGER
          : AttributeType.NUMBER;
    }
    if (text.contains("bool")) {
      return AttributeType.BOOLEAN;
    }
    return text.contains("json") || text.contains("object") ? AttributeType.JSON : null;
  }

  /** The word suppresses every encoding, also where it is only part of a default. */
  private static AttributeType passwordOr(String base) {
    return switch (base) {
      case "password" -> AttributeType.OPAQUE;
      case "string", "email", "url", "cron", "locale", "currency", "country" -> AttributeType.TEXT;
      default -> AttributeType.UNREADABLE;
    };
  }

  private static AttributeType listOf(String text) {
    if (text.contains("items:string")) {
      return AttributeType.TEXT_LIST;
    }
    if (!text.contains("items:number")) {
      return AttributeType.LIST;
    }
    if (text.contains("|integer") || text.contains("integer:true")) {
      return AttributeType.INTEGER_LIST;
    }
    return isLong(text) ? AttributeType.UNREADABLE : AttributeType.NUMBER_LIST;
  }

  /** Number lists of 256 items and more are stored as embeddings. */
  private static boolean isLong(String text) {
    int at = text.indexOf("length:");
    if (at < 0) {
      return false;
    }
    int end = at + 7;
    int length = 0;
    while (end < text.length() && Character.isDigit(text.charAt(end)) && length < 256) {
      length = length * 10 + Character.digit(text.charAt(end++), 10);
    }
    return length >= 256;
  }
}
