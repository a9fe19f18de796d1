package io.s3db.store;

/** What became of a delete whose answer arrived. */
public enum DeleteOutcome {
  /** The object is gone, or was not there and the request was unconditional. */
  DELETED,
  /** The object was not in the expected state: it is untouched. */
  LOST,
  /** There was no such object to compare with. */
  ABSENT
}
