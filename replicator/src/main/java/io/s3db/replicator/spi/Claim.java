package io.s3db.replicator.spi;

import io.s3db.Document;

/**
 * Where the content of a message lies that was too large to be sent.
 *
 * @param bucket the bucket of the source database; for a directory or memory its address
 * @param key the key of the object in the bucket
 * @param size of the object in bytes
 * @param sha256 of the object, in hexadecimal
 */
public record Claim(String bucket, String key, long size, String sha256) {
  /** The claim as it is told: its fields under their own names. */
  public Document toDocument() {
    return Document.builder()
        .put("bucket", bucket)
        .put("key", key)
        .put("size", size)
        .put("sha256", sha256)
        .build();
  }
}
