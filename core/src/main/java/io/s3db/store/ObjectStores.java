package io.s3db.store;

import io.s3db.S3dbException;
import java.time.InstantSource;
import java.util.ServiceLoader;
import java.util.Set;

/** Opens the store of a connection string. */
public final class ObjectStores {
  private ObjectStores() {}

  /**
   * Opens the store at this address; see {@link ConnectionString} for the forms.
   *
   * @throws S3dbException if the text is not an address, has an unknown option, or needs a module
   *     that is not on the class path
   */
  public static ObjectStore open(String connectionString) {
    return open(ConnectionString.parse(connectionString));
  }

  /** Opens the store at this address. */
  public static ObjectStore open(ConnectionString address) {
    return switch (address) {
      case ConnectionString.Memory memory -> openMemory(memory);
      case ConnectionString.Directory directory -> DirectoryStore.open(directory);
      case ConnectionString.Bucket bucket -> provider(bucket.scheme()).open(bucket);
    };
  }

  private static ObjectStore openMemory(ConnectionString.Memory memory) {
    memory.options().refuseUnknown(memory.toString(), Set.of());
    return MemoryStore.open(memory.bucket(), memory.keyPrefix(), InstantSource.system());
  }

  private static ObjectStoreProvider provider(String scheme) {
    // This class's own loader: in containers the thread's may not see the modules of S3DB.
    for (ObjectStoreProvider provider :
        ServiceLoader.load(ObjectStoreProvider.class, ObjectStores.class.getClassLoader())) {
      if (provider.schemes().contains(scheme)) {
        return provider;
      }
    }
    throw new S3dbException(
        "MODULE_MISSING",
        "Nothing on the class path opens " + scheme + ":// connection strings.",
        "Add the artifact io.s3db:s3db-s3.");
  }
}
