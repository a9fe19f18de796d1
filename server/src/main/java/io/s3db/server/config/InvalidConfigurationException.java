package io.s3db.server.config;

import io.s3db.S3dbException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** A configuration file that cannot work: every problem of it, with its line. */
public final class InvalidConfigurationException extends S3dbException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  InvalidConfigurationException(String file, List<Problem> found) {
    super("CONFIGURATION", text(file, sorted(found)), null);
    this.problems = sorted(found);
  }

  /** The problems, in the order of the file. No secret is in them. */
  public List<Problem> problems() {
    return problems == null ? List.of() : problems;
  }

  private static List<Problem> sorted(List<Problem> found) {
    return found.stream()
        .distinct()
        .sorted(
            Comparator.comparing((Problem each) -> each.place().file())
                .thenComparingInt(each -> each.place().line()))
        .toList();
  }

  private static String text(String file, List<Problem> found) {
    return found.size() == 1
        ? "The configuration cannot be used: " + found.getFirst()
        : "The configuration "
            + file
            + " has "
            + found.size()
            + " problems:\n  - "
            + found.stream().map(Problem::toString).collect(Collectors.joining("\n  - "));
  }
}
