package io.s3db.typed;

/** A value that does not fit its type, at a place; the mapper says of which record. */
final class Mismatch extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Mismatch(String path, String why) {
    super("'" + path + "' " + why, null, false, false);
  }

  static Mismatch needs(String path, Object value, String what) {
    String shown = String.valueOf(value);
    String text = shown.length() > 60 ? shown.substring(0, 60) + "…" : shown;
    return new Mismatch(path, "is '" + text + "', and " + what + " is needed");
  }
}
