package io.s3db;

import java.util.Collection;

/** The database has no resource of this name. The code is {@code RESOURCE_NOT_FOUND}. */
public final class ResourceNotFoundException extends S3dbException {
  private static final long serialVersionUID = 1L;

  /** Names the resource, and the nearest of those there are. */
  public ResourceNotFoundException(String name, Collection<String> known) {
    super("RESOURCE_NOT_FOUND", "There is no resource '" + name + "'.", remedy(name, known));
  }

  /** Names the resource, and says what to do. */
  ResourceNotFoundException(String name, String remedy) {
    super("RESOURCE_NOT_FOUND", "There is no resource '" + name + "'.", remedy);
  }

  private static String remedy(String name, Collection<String> known) {
    return Nearest.to(name, known)
        .map(nearest -> "Did you mean '" + nearest + "'?")
        .orElse("Create it with createResource.");
  }
}
