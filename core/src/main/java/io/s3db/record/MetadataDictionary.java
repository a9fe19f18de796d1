package io.s3db.record;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Codes of one letter for common words, of two for common beginnings of addresses. */
final class MetadataDictionary {
  /** The length of the longest word. */
  private static final int LONGEST = "application/x-www-form-urlencoded".length();

  private static final Map<String, String> CODES = new HashMap<>();
  private static final Map<String, String> WORDS = new HashMap<>();
  private static final Map<String, String> PREFIX_CODES = new LinkedHashMap<>();
  private static final Map<String, String> PREFIXES = new HashMap<>();

  static {
    // "font/woff2" has no code: s3db.js writes d:f for it, which reads back as "failed".
    Stream.of(
            "application/json j,application/xml X,application/ld+json J,text/html H,text/plain T",
            "text/css C,text/javascript V,text/csv v,image/png P,image/jpeg I,image/gif G",
            "image/svg+xml S,image/webp W,application/pdf Q,application/zip z",
            "application/octet-stream o,application/x-www-form-urlencoded u,multipart/form-data F",
            "font/woff w,processing p,completed c,succeeded s,failed f,cancelled x,timeout t",
            "retrying r,authorized a,captured K,refunded R,declined d,shipped h,delivered D",
            "returned e,in_transit i,initialized n,terminated m")
        .forEach(line -> add(line, CODES, WORDS));
    Stream.of(
            "/api/v1/ @1,/api/v2/ @2,/api/v3/ @3,/api/ @a,https://api.example.com/ @A",
            "https://api. @H,https://www. @W,https:// @h,http:// @t",
            "https://s3.amazonaws.com/ @s,https://s3- @S,http://localhost: @L",
            "http://localhost @l,/v1/ @v,/users/ @u,/products/ @p")
        .forEach(line -> add(line, PREFIX_CODES, PREFIXES));
  }

  private MetadataDictionary() {}

  /** The code of a value, with its rest, if that is shorter than the value; else null. */
  static @Nullable String encode(String value) {
    String code = value.length() <= LONGEST ? CODES.get(value) : null;
    if (code != null) {
      return "d:" + code;
    }
    boolean address = value.startsWith("/") || value.startsWith("http");
    String prefix = address ? longestPrefix(value) : "";
    int coded = "d:@x".length();
    return prefix.length() > coded
        ? "d:" + PREFIX_CODES.get(prefix) + value.substring(prefix.length())
        : null;
  }

  private static String longestPrefix(String value) {
    String longest = "";
    for (String prefix : PREFIX_CODES.keySet()) {
      if (prefix.length() > longest.length() && value.startsWith(prefix)) {
        longest = prefix;
      }
    }
    return longest;
  }

  /** What a code stands for, given without {@code d:}. */
  static Optional<String> decode(String code) {
    String word = WORDS.get(code);
    if (word != null || code.length() < 2) {
      return Optional.ofNullable(word);
    }
    return Optional.ofNullable(PREFIXES.get(code.substring(0, 2)))
        .map(prefix -> prefix + code.substring(2));
  }

  private static void add(String line, Map<String, String> codes, Map<String, String> words) {
    for (String pair : line.split(",")) {
      int space = pair.indexOf(' ');
      codes.put(pair.substring(0, space), pair.substring(space + 1));
      words.put(pair.substring(space + 1), pair.substring(0, space));
    }
  }
}
