package io.s3db;

/** A database in a bucket, a directory or memory. */
public final class S3db {
  private S3db() {}
}
