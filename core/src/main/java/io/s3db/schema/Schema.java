package io.s3db.schema;

import io.s3db.Document;
import io.s3db.catalog.CatalogResource;

/** The rules of a resource's attributes. Immutable. */
@SuppressWarnings("DoNotCallSuggester") // bodies follow
public final class Schema {
  private Schema() {}

  /** The rules of a resource. */
  public static Schema of(CatalogResource resource) {
    throw new UnsupportedOperationException(resource.name());
  }

  /**
   * A normalised copy of a record's fields.
   *
   * @throws io.s3db.ValidationException with all problems
   */
  public Document validate(Document fields) {
    throw new UnsupportedOperationException();
  }

  /** A copy in which absent fields have their default. */
  public Document withDefaults(Document fields) {
    throw new UnsupportedOperationException();
  }
}
