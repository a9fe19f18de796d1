package io.s3db.sink.postgresql;

/**
 * A column of a table, as the catalogue describes it.
 *
 * @param name its name
 * @param type its type without a length, as SQL text: a cast to it never shortens a value
 * @param kind how values are written
 * @param element how elements are written, if it is an array
 * @param writable whether it may be set: generated columns may not
 * @param needsValue whether a row without it is refused: not null, and no default
 */
record Column(
    String name,
    String type,
    ValueKind kind,
    ValueKind element,
    boolean writable,
    boolean needsValue) {
  String quoted() {
    return Identifiers.quoted(name);
  }
}
