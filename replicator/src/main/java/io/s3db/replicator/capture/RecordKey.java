package io.s3db.replicator.capture;

/** Names a record of the database. */
record RecordKey(String resource, String id) {
  @Override
  public String toString() {
    return resource + "/" + id;
  }
}
