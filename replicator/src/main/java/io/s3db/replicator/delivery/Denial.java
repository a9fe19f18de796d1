package io.s3db.replicator.delivery;

import java.util.Optional;

/**
 * Why a route pauses.
 *
 * @param reason in one sentence
 * @param code the code with which most of its records were refused, if that is why
 */
record Denial(String reason, Optional<String> code) {
  static Denial of(String reason) {
    return new Denial(reason, Optional.empty());
  }
}
