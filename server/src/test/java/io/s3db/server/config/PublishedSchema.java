package io.s3db.server.config;

import io.s3db.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The schema of configuration files that is published, and the options it has. */
final class PublishedSchema {
  /** The drivers, in the order in which {@link #sections} and files of tests have them. */
  static final List<String> DRIVERS = List.of("postgresql", "s3db", "sqs", "webhook", "bigquery");

  private PublishedSchema() {}

  static String text() throws IOException {
    try (InputStream in =
        PublishedSchema.class.getResourceAsStream("/io/s3db/server/s3db.schema.json")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static Map<?, ?> whole() throws IOException {
    return (Map<?, ?>) Json.parse(text());
  }

  /** The options of each section, by the section's path in a file with one of each. */
  static Map<String, Map<String, Map<?, ?>>> sections() throws IOException {
    Map<?, ?> schema = whole();
    Map<?, ?> defs = (Map<?, ?>) schema.get("$defs");
    Map<?, ?> top = (Map<?, ?>) schema.get("properties");
    Map<String, Map<String, Map<?, ?>>> all = new LinkedHashMap<>();
    for (String section : List.of("database", "journal", "replicator", "server")) {
      all.put(section, options(top.get(section)));
    }
    all.put("watch", options(defs.get("watch")));
    all.put("database.resources.r", options(defs.get("resource")));
    all.put("replicator.replicators[0]", options(defs.get("replicator")));
    Object mapping = ((List<?>) ((Map<?, ?>) defs.get("way")).get("anyOf")).get(1);
    all.put("replicator.replicators[0].resources.m", options(mapping));
    for (String driver : DRIVERS) {
      String path = "replicator.replicators[" + DRIVERS.indexOf(driver) + "].config";
      all.put(path, options(defs.get(driver)));
    }
    return all;
  }

  private static Map<String, Map<?, ?>> options(Object section) {
    Map<String, Map<?, ?>> options = new LinkedHashMap<>();
    ((Map<?, ?>) ((Map<?, ?>) section).get("properties"))
        .forEach((name, option) -> options.put((String) name, (Map<?, ?>) option));
    return options;
  }

  /** What an option takes: the name of a shared definition, its words, or the type of JSON. */
  static String type(Map<?, ?> option) {
    if (option.get("$ref") instanceof String reference) {
      return reference.substring(reference.lastIndexOf('/') + 1);
    }
    return words(option).isEmpty() ? String.valueOf(option.get("type")) : "words";
  }

  /** The words an option takes, if it is a choice. */
  static List<String> words(Map<?, ?> option) {
    return option.get("anyOf") instanceof List<?> ways
            && ways.getFirst() instanceof Map<?, ?> first
            && first.get("enum") instanceof List<?> words
        ? words.stream().map(String::valueOf).toList()
        : List.of();
  }
}
