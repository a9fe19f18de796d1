package io.s3db.demo;

import io.s3db.Document;

/** A destination as a reader sees it that shares nothing with the plugin. */
interface Witness {
  /** The id of the destination. */
  String replicator();

  /** The source resource it is asked about. */
  String resource();

  /** Whether it is to show an inserted record at all. */
  default boolean expects(Document inserted) {
    return true;
  }

  /** Whether it shows an inserted record by now. */
  boolean shows(String id) throws Exception;

  /** Compares all it shows with what it should show. */
  Comparison compare(Source source) throws Exception;
}
