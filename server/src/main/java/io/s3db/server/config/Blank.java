package io.s3db.server.config;

import io.s3db.replicator.options.Options;
import io.s3db.replicator.options.Secret;
import java.util.Optional;

/** Options that may be left empty, as {@code "${TOKEN:-}"} makes them. */
final class Blank {
  private Blank() {}

  /** A secret; nothing if it is absent or empty. */
  static Optional<Secret> orSecret(Options options, String name) {
    return options.value(name) instanceof String text && text.isBlank()
        ? Optional.empty()
        : options.secret(name);
  }

  /** A text; nothing if it is absent or empty. */
  static Optional<String> orText(Options options, String name) {
    return options.value(name) instanceof String text && text.isBlank()
        ? Optional.empty()
        : options.text(name);
  }
}
