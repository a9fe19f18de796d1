package io.s3db.typed;

/** How the values of one Java type are held in documents, and declared. */
interface Binding {
  /** The attribute's definition without a word on whether it is required: text, or a map. */
  Object definition();

  /** The value as a document holds it. */
  Object write(String path, Object value);

  /** The Java value of what a document holds. */
  Object read(String path, Object stored);
}
