package io.s3db.server.http;

import java.util.Locale;

/** What a caller may do, and what a route asks for. */
enum Access {
  /** Only what everybody may. */
  NONE,
  /** Look. */
  READ,
  /** Everything. */
  FULL;

  boolean allows(Access needed) {
    return compareTo(needed) >= 0;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
