package io.s3db;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a database, told to listeners after the fact.
 *
 * @param name such as {@code db:connected}, {@code db:resource-created}
 * @param subject the resource or the plugin concerned, or null if it is the database as a whole
 * @param details what else there is to say, such as {@code version}
 */
public record DatabaseEvent(String name, @Nullable String subject, Document details) {
  /** The name of the resource concerned. */
  public Optional<String> resource() {
    return name.startsWith("db:resource") ? Optional.ofNullable(subject) : Optional.empty();
  }
}
