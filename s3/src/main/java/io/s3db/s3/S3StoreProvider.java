package io.s3db.s3;

import io.s3db.store.ConnectionString;
import io.s3db.store.ObjectStore;
import io.s3db.store.ObjectStoreProvider;
import java.util.Set;

/** Opens {@code s3://}, {@code http://} and {@code https://} connection strings. */
public final class S3StoreProvider implements ObjectStoreProvider {
  /** Made by {@link java.util.ServiceLoader}. */
  public S3StoreProvider() {}

  @Override
  public Set<String> schemes() {
    return Set.of("s3", "http", "https");
  }

  @Override
  public ObjectStore open(ConnectionString.Bucket address) {
    return S3Store.open(address);
  }
}
