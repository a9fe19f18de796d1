package io.s3db.replicator.backfill;

import io.s3db.replicator.options.Nearest;
import java.util.List;

/** Refuses resources that do not go to a destination. */
final class RoutedNames {
  private RoutedNames() {}

  static void require(String resource, String replicator, List<String> routed, String what) {
    if (!routed.contains(resource)) {
      throw new IllegalArgumentException(
          "'%s' cannot be %s '%s': it is not routed there; %s"
              .formatted(
                  resource,
                  what,
                  replicator,
                  Nearest.of(resource, routed)
                      .map(near -> "did you mean '" + near + "'?")
                      .orElse("routed are " + String.join(", ", routed))));
    }
  }
}
