package io.s3db.store;

import java.util.Set;

/**
 * Opens stores that core does not know; found with {@link java.util.ServiceLoader}.
 *
 * <p>An implementation is a public class with a public constructor without parameters, named in
 * {@code META-INF/services/io.s3db.store.ObjectStoreProvider}.
 */
public interface ObjectStoreProvider {
  /** The schemes it opens, in lower case. */
  Set<String> schemes();

  /**
   * Opens the store at this address. Nothing is asked of the store yet.
   *
   * @throws io.s3db.S3dbException if an option is unknown or has a wrong value
   */
  ObjectStore open(ConnectionString.Bucket address);
}
