package io.s3db.record;

import io.s3db.Document;
import io.s3db.catalog.CatalogResource;
import io.s3db.store.StoredObject;

/** Turns records of one resource into objects and back. Immutable, safe for many threads. */
@SuppressWarnings("DoNotCallSuggester") // bodies follow
public final class RecordCodec {
  private RecordCodec() {}

  /** The codec of a resource. */
  public static RecordCodec of(CatalogResource resource) {
    throw new UnsupportedOperationException(resource.name());
  }

  /** The object of a record's fields, without the id. */
  public Unstamped encode(String id, Document fields, int metadataLimit) {
    throw new UnsupportedOperationException();
  }

  /** The fields of a record, without the id. */
  public Document decode(StoredObject object) {
    throw new UnsupportedOperationException();
  }
}
