package io.s3db.catalog;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The catalogue of a database, {@code s3db.json}. Immutable. */
@SuppressWarnings("DoNotCallSuggester") // bodies follow
public final class Catalog {
  private Catalog() {}

  /** A catalogue without resources. */
  public static Catalog empty() {
    return new Catalog();
  }

  /**
   * Reads a catalogue.
   *
   * @throws CatalogException if it cannot be trusted
   */
  public static Catalog parse(byte[] json) {
    throw new UnsupportedOperationException();
  }

  /** The file's content, as s3db.js writes it. */
  public byte[] toBytes(Instant now) {
    throw new UnsupportedOperationException();
  }

  /** The names of the resources, in order. */
  public List<String> names() {
    throw new UnsupportedOperationException();
  }

  /** A resource, or nothing if there is none of that name. */
  public Optional<CatalogResource> find(String name) {
    throw new UnsupportedOperationException();
  }

  /** This catalogue with a resource created or changed so that it is as wanted. */
  public Declared declare(ResourceDefinition wanted, Instant now) {
    throw new UnsupportedOperationException();
  }

  /**
   * What became of a declaration.
   *
   * @param catalog the catalogue to write, or the same one if nothing changed
   * @param resource the resource in it
   * @param changed whether the catalogue must be written
   */
  public record Declared(Catalog catalog, CatalogResource resource, boolean changed) {}
}
