package io.s3db;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a resource, told to listeners after the fact.
 *
 * <p>Events are for watching, not for replicating: they are kept in memory and end with the
 * process.
 *
 * @param name such as {@code inserted}, {@code updated}, {@code deleted}, {@code error}
 * @param resource the resource's name
 * @param recordId of the record concerned, or null if it is none or several
 * @param recordBefore the record as it was, with its id, or null
 * @param recordAfter the record as it is, with its id, or null
 * @param details what else there is to say, such as {@code count}
 * @param cause of an error, or null
 */
public record ResourceEvent(
    String name,
    String resource,
    @Nullable String recordId,
    @Nullable Document recordBefore,
    @Nullable Document recordAfter,
    Document details,
    @Nullable Throwable cause) {
  static ResourceEvent changed(
      String name,
      String resource,
      String id,
      @Nullable Document before,
      @Nullable Document after) {
    return new ResourceEvent(name, resource, id, before, after, Document.of(), null);
  }

  static ResourceEvent counted(String name, String resource, long count) {
    return new ResourceEvent(name, resource, null, null, null, Document.of("count", count), null);
  }

  static ResourceEvent told(String name, String resource, @Nullable String id, Document details) {
    return new ResourceEvent(name, resource, id, null, null, details, null);
  }

  static ResourceEvent failed(
      String name, String resource, @Nullable String id, Document details, Throwable cause) {
    return new ResourceEvent(name, resource, id, null, null, details, cause);
  }

  /** The id of the record concerned. */
  public Optional<String> id() {
    return Optional.ofNullable(recordId);
  }

  /** The record as it was. */
  public Optional<Document> before() {
    return Optional.ofNullable(recordBefore);
  }

  /** The record as it is. */
  public Optional<Document> after() {
    return Optional.ofNullable(recordAfter);
  }

  /** The record: as it is, or as it was before it was deleted. */
  public Optional<Document> record() {
    return after().or(this::before);
  }

  /** Why something failed. */
  public Optional<Throwable> error() {
    return Optional.ofNullable(cause);
  }
}
