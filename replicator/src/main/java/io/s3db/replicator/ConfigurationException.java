package io.s3db.replicator;

import io.s3db.S3dbException;
import java.util.List;

/** A configuration that cannot work: every problem of it, each with its path. */
public final class ConfigurationException extends S3dbException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  ConfigurationException(List<String> problems) {
    super(
        "CONFIGURATION",
        "The ReplicatorPlugin is not configured correctly:\n  - " + String.join("\n  - ", problems),
        null);
    this.problems = List.copyOf(problems);
  }

  /** The problems, such as {@code replicators[1].config.connectionString is required}. */
  public List<String> problems() {
    return problems == null ? List.of() : problems;
  }
}
