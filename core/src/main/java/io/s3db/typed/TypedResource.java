package io.s3db.typed;

import io.s3db.BulkResult;
import io.s3db.Document;
import io.s3db.ListOptions;
import io.s3db.Page;
import io.s3db.PageRequest;
import io.s3db.Query;
import io.s3db.Resource;
import io.s3db.S3dbException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A resource whose records are objects of one class; see {@link Mapper} for what a class may be.
 *
 * <p>Every method does what the one of {@link Resource} of the same name does, with its middleware,
 * hooks and events, which see documents. Safe for many threads.
 *
 * @param <T> the class
 */
public final class TypedResource<T> {
  private final Resource resource;
  private final Mapper<T> mapper;

  /** A resource seen through a mapper. */
  public TypedResource(Resource resource, Mapper<T> mapper) {
    this.resource = resource;
    this.mapper = mapper;
  }

  /** The resource itself, with documents. */
  public Resource resource() {
    return resource;
  }

  /**
   * Stores a new object.
   *
   * @return the object as stored, with its id
   */
  public T insert(T object) {
    return mapper.fromDocument(resource.insert(mapper.toDocument(object)));
  }

  /** Stores new objects independently of each other, several at once. */
  public BulkResult insertMany(List<T> objects) {
    return resource.insertMany(objects.stream().map(mapper::toDocument).toList());
  }

  /** An object; throws {@link io.s3db.RecordNotFoundException} if there is none of this id. */
  public T get(String id) {
    return mapper.fromDocument(resource.get(id));
  }

  /** An object, or nothing if there is none of this id. */
  public Optional<T> find(String id) {
    return resource.find(id).map(mapper::fromDocument);
  }

  /** The objects of these ids, in this order; missing ones are left out. */
  public List<T> getMany(List<String> ids) {
    return all(resource.getMany(ids));
  }

  /** Whether there is an object of this id. */
  public boolean exists(String id) {
    return resource.exists(id);
  }

  /**
   * Changes an object depending on what it is. The function may be called several times, after each
   * lost race. Fields of the record that the class does not know stay.
   */
  public T update(String id, UnaryOperator<T> change) {
    Document updated =
        resource.update(
            id,
            record -> {
              T object = mapper.fromDocument(record.with("id", id));
              return mapper.write(change.apply(object), record);
            });
    return mapper.fromDocument(updated);
  }

  /** Writes a whole object over whatever there is of its id. */
  public T replace(T object) {
    return mapper.fromDocument(resource.replace(idOf(object), mapper.toDocument(object)));
  }

  /** Inserts an object, or updates the one there is of its id. */
  public T upsert(T object) {
    idOf(object);
    return mapper.fromDocument(resource.upsert(mapper.toDocument(object)));
  }

  private String idOf(T object) {
    return mapper
        .idOf(object)
        .orElseThrow(
            () ->
                new S3dbException(
                    "INVALID_ID",
                    "An object without an id cannot be written over another in '%s'."
                        .formatted(resource.name()),
                    "Give its component 'id' a value, or use insert."));
  }

  /** Deletes an object; throws {@link io.s3db.RecordNotFoundException} if there is none. */
  public void delete(String id) {
    resource.delete(id);
  }

  /** Deletes objects independently of each other, several at once. */
  public BulkResult deleteMany(List<String> ids) {
    return resource.deleteMany(ids);
  }

  /** The first objects, in the byte order of their ids. */
  public List<T> list(long limit) {
    return list(ListOptions.first(limit));
  }

  /** The objects of a listing. */
  public List<T> list(ListOptions options) {
    return all(resource.list(options));
  }

  /** How many objects there are. */
  public long count() {
    return resource.count();
  }

  /** A page of objects. */
  public TypedPage<T> page(PageRequest request) {
    Page page = resource.page(request);
    return new TypedPage<>(all(page.items()), page.cursor());
  }

  /** All objects, however many; close the stream unless it is read to its end. */
  public Stream<T> stream() {
    return stream(ListOptions.all());
  }

  /** The objects of a listing, however many; close the stream unless it is read to its end. */
  public Stream<T> stream(ListOptions options) {
    return resource.stream(options).map(mapper::fromDocument);
  }

  /** The objects that meet conditions, which name attributes. */
  public List<T> query(Query query) {
    return all(resource.query(query));
  }

  private List<T> all(List<Document> records) {
    return records.stream().map(mapper::fromDocument).toList();
  }
}
