package io.s3db.catalog;

import io.s3db.value.ShortForm;
import io.s3db.value.ShortForms;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The type of a definition in text form, found by the words that occur in it, as s3db.js does.
 *
 * @param type how values are stored
 * @param form the short form they have, null for types without one
 */
record TextFormType(AttributeType type, @Nullable ShortForm form) {
  private static final int MONEY = 2;
  private static final int CRYPTO = 8;
  private static final int DEGREES = 6;

  /** Types that go by the first word of the definition. */
  private static final Map<String, TextFormType> BASES =
      Map.of(
          "uuid", shortForm(ShortForms.UUID),
          "timeonly", new TextFormType(AttributeType.TIME_OF_DAY, ShortForms.TIME_OF_DAY),
          "mac", shortForm(ShortForms.MAC),
          "cidr", shortForm(ShortForms.CIDR),
          "semver", shortForm(ShortForms.SEMVER),
          "phone", shortForm(ShortForms.PHONE),
          "color", shortForm(ShortForms.COLOR),
          "duration", shortForm(ShortForms.DURATION),
          "ean", shortForm(ShortForms.BARCODE));

  private static final TextFormType DAY = new TextFormType(AttributeType.DAY, ShortForms.DAY);
  private static final TextFormType TWICE = plain(AttributeType.UNREADABLE);

  /** The type of a definition in text form, such as {@code number|min:0}. */
  static TextFormType of(String definition) {
    TextFormType first = byWord(definition);
    TextFormType second = byBase(definition);
    if (first != null && second != null) {
      return TWICE; // Found by both searches: s3db.js would encode twice.
    }
    if (first != null) {
      return first;
    }
    if (second != null) {
      return second;
    }
    boolean any = AttributeType.base(definition).equals("any");
    return plain(any ? AttributeType.ANY : AttributeType.TEXT);
  }

  private static @Nullable TextFormType byBase(String definition) {
    boolean time = definition.contains("datetime");
    boolean day = definition.contains("dateonly");
    TextFormType base = BASES.get(AttributeType.base(definition));
    if (base != null || (time && day)) {
      return base != null && !time && !day ? base : TWICE;
    }
    return time ? plain(AttributeType.DATETIME) : day ? DAY : null;
  }

  /** The first of these words that occurs anywhere decides. */
  private static @Nullable TextFormType byWord(String text) {
    if (text.contains("embedding")) {
      return shortForm(ShortForms.EMBEDDING);
    }
    if (text.contains("array")) {
      return listOf(text);
    }
    if (text.contains("secret")) {
      boolean onlyText = AttributeType.base(text).equals("secret");
      return plain(onlyText ? AttributeType.SECRET : AttributeType.SECRET_SCALAR);
    }
    if (text.contains("password")) {
      return passwordOr(text);
    }
    if (text.contains("ip4")) {
      return new TextFormType(AttributeType.IP4, ShortForms.IP4);
    }
    if (text.contains("ip6")) {
      return shortForm(ShortForms.IP6);
    }
    if (text.contains("buffer") || text.contains("bits")) {
      return shortForm(ShortForms.BYTES);
    }
    TextFormType number = byNumberWord(text);
    if (number != null) {
      return number;
    }
    if (text.contains("bool")) {
      return plain(AttributeType.BOOLEAN);
    }
    return text.contains("json") || text.contains("object") ? plain(AttributeType.JSON) : null;
  }

  private static @Nullable TextFormType byNumberWord(String text) {
    if (text.contains("money")) {
      return shortForm(ShortForms.money(decimals(text, "money", MONEY)));
    }
    if (text.contains("crypto")) {
      return shortForm(ShortForms.money(decimals(text, "crypto", CRYPTO)));
    }
    if (text.contains("decimal")) {
      return shortForm(ShortForms.decimal(decimals(text, "decimal", MONEY)));
    }
    if (text.contains("geo:lat")) {
      return shortForm(ShortForms.latitude(decimals(text, "geo:lat", DEGREES)));
    }
    if (text.contains("geo:lon")) {
      return shortForm(ShortForms.longitude(decimals(text, "geo:lon", DEGREES)));
    }
    if (text.contains("geo:point")) {
      return shortForm(ShortForms.point(decimals(text, "geo:point", DEGREES)));
    }
    return text.contains("number")
        ? plain(isWhole(text) ? AttributeType.INTEGER : AttributeType.NUMBER)
        : null;
  }

  private static boolean isWhole(String text) {
    return text.contains("|integer") || text.contains("integer:true");
  }

  /** The number after a word and a colon. */
  private static int decimals(String text, String word, int fallback) {
    int number = number(text, text.indexOf(word) + word.length(), ':');
    return number < 0 ? fallback : number;
  }

  /** The number after a character, at most 9999; -1 if there is none. */
  private static int number(String text, int at, char mark) {
    int end = at + 1;
    int number = 0;
    while (end < text.length() && Character.isDigit(text.charAt(end)) && end < at + 5) {
      number = number * 10 + Character.digit(text.charAt(end++), 10);
    }
    return at < text.length() && text.charAt(at) == mark && end > at + 1 ? number : -1;
  }

  /** The word suppresses every encoding, also where it is only part of a default. */
  private static TextFormType passwordOr(String text) {
    return switch (AttributeType.base(text)) {
      case "password" ->
          plain(
              text.startsWith("password:argon2")
                  ? AttributeType.PASSWORD_ARGON2
                  : AttributeType.PASSWORD);
      case "string", "email", "url", "cron", "locale", "currency", "country" ->
          plain(AttributeType.TEXT);
      default -> TWICE;
    };
  }

  private static TextFormType listOf(String text) {
    if (text.contains("items:string")) {
      return plain(AttributeType.TEXT_LIST);
    }
    if (!text.contains("items:number")) {
      return plain(AttributeType.LIST);
    }
    if (isWhole(text)) {
      return plain(AttributeType.INTEGER_LIST);
    }
    // Number lists of 256 items and more are stored as embeddings.
    int length = text.indexOf("length:");
    boolean isLong = length >= 0 && number(text, length + "length".length(), ':') >= 256;
    return isLong ? shortForm(ShortForms.EMBEDDING) : plain(AttributeType.NUMBER_LIST);
  }

  private static TextFormType plain(AttributeType type) {
    return new TextFormType(type, null);
  }

  private static TextFormType shortForm(ShortForm form) {
    return new TextFormType(AttributeType.SHORT, form);
  }
}
