package io.s3db;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One call of a method of a {@link Resource}, as a {@link Middleware} sees it: its arguments, and
 * the type of its answer.
 *
 * <p>Each method makes exactly one of these. Bulk operations make one of their own, and one more
 * for each record they write.
 *
 * @param <R> the type of the answer
 */
public sealed interface Call<R> {
  /** The method's name, such as {@code insert}. */
  default String method() {
    String name = getClass().getSimpleName();
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  /** The type of the answer. */
  Class<?> answer();

  private static void required(String method, String argument, @Nullable Object value) {
    if (value == null) {
      throw new IllegalArgumentException(
          "null was given as the %s of %s".formatted(argument, method));
    }
  }

  /** A call that answers with a record. */
  sealed interface OfRecord extends Call<Document> {
    @Override
    default Class<?> answer() {
      return Document.class;
    }
  }

  /**
   * A call that answers with something or nothing.
   *
   * @param <T> the type of what it answers with
   */
  sealed interface OfOptional<T> extends Call<Optional<T>> {
    @Override
    default Class<?> answer() {
      return Optional.class;
    }
  }

  /**
   * A call that answers with a list.
   *
   * @param <T> records or ids
   */
  sealed interface OfList<T> extends Call<List<T>> {
    @Override
    default Class<?> answer() {
      return List.class;
    }
  }

  /** A call that answers with a number, a {@code Long}. */
  sealed interface OfCount extends Call<Long> {
    @Override
    default Class<?> answer() {
      return Long.class;
    }
  }

  /** A call that answers with true or false, a {@code Boolean}. */
  sealed interface OfTruth extends Call<Boolean> {
    @Override
    default Class<?> answer() {
      return Boolean.class;
    }
  }

  /** A call that answers with what became of each record. */
  sealed interface OfBulk extends Call<BulkResult> {
    @Override
    default Class<?> answer() {
      return BulkResult.class;
    }
  }

  /** {@link Resource#insert}. */
  record Insert(Document fields) implements OfRecord {
    /** Refuses what is missing. */
    public Insert {
      required("insert", "fields", fields);
    }
  }

  /** {@link Resource#insertMany}. */
  record InsertMany(List<Document> records, BulkProgress progress) implements OfBulk {}

  /** {@link Resource#insertAll}. */
  record InsertAll(
      Stream<Document> records, Consumer<BulkResult.Failure> failed, BulkProgress progress)
      implements OfCount {}

  /** {@link Resource#get} and {@link Resource#find}. */
  record Get(String id) implements OfOptional<Document> {}

  /** {@link Resource#getMany}. */
  record GetMany(List<String> ids) implements OfList<Document> {}

  /** {@link Resource#exists}. */
  record Exists(String id) implements OfTruth {}

  /** {@link Resource#update(String, Document)}. */
  record Update(String id, Document partial) implements OfRecord {
    /** Refuses what is missing. */
    public Update {
      required("update", "partial", partial);
    }
  }

  /** {@link Resource#update(String, UnaryOperator)}. */
  record Change(String id, UnaryOperator<Document> change) implements OfRecord {
    /** Refuses what is missing. */
    public Change {
      required("update", "change", change);
    }
  }

  /** {@link Resource#patch}. */
  record Patch(String id, Document partial) implements OfRecord {
    /** Refuses what is missing. */
    public Patch {
      required("patch", "partial", partial);
    }
  }

  /** {@link Resource#replace}. */
  record Replace(String id, Document fields) implements OfRecord {
    /** Refuses what is missing. */
    public Replace {
      required("replace", "fields", fields);
    }
  }

  /** {@link Resource#updateIf}. */
  record UpdateIf(String id, Document partial, Consumer<Document> condition) implements OfRecord {}

  /** {@link Resource#replaceIf}. */
  record ReplaceIf(String id, Document fields, Consumer<Document> condition) implements OfRecord {}

  /** {@link Resource#deleteIf}. */
  record DeleteIf(String id, Consumer<Document> condition) implements OfRecord {}

  /** {@link Resource#upsert}. */
  record Upsert(Document fields) implements OfRecord {
    /** Refuses what is missing. */
    public Upsert {
      required("upsert", "fields", fields);
    }
  }

  /** {@link Resource#delete}. */
  record Delete(String id) implements OfRecord {}

  /** {@link Resource#deleteMany}. */
  record DeleteMany(List<String> ids) implements OfBulk {}

  /** {@link Resource#deleteAll}. */
  record DeleteAll() implements OfCount {}

  /** {@link Resource#deleteAllData}. */
  record DeleteAllData() implements OfCount {}

  /** {@link Resource#list(ListOptions)}; answers with a list of records. */
  record ListRecords(ListOptions options) implements OfList<Document> {
    @Override
    public String method() {
      return "list";
    }
  }

  /** {@link Resource#listIds(ListOptions)}; answers with a list of texts. */
  record ListIds(ListOptions options) implements OfList<String> {}

  /** {@link Resource#count(ListOptions)}. */
  record Count(ListOptions options) implements OfCount {}

  /** {@link Resource#page}. */
  record PageOf(PageRequest request) implements Call<Page> {
    @Override
    public String method() {
      return "page";
    }

    @Override
    public Class<?> answer() {
      return Page.class;
    }
  }

  /** {@link Resource#stream(ListOptions)}; answers with a stream that reads as it goes. */
  record StreamRecords(ListOptions options) implements Call<Stream<Document>> {
    @Override
    public String method() {
      return "stream";
    }

    @Override
    public Class<?> answer() {
      return Stream.class;
    }
  }

  /** {@link Resource#query(io.s3db.Query)}. */
  record Find(Query query) implements OfList<Document> {
    @Override
    public String method() {
      return "query";
    }
  }

  /** {@link Resource#getFromPartition}. */
  record GetFromPartition(String partition, Map<String, @Nullable Object> values, String id)
      implements OfOptional<Document> {}

  /** {@link Resource#setContent(String, Content)}. */
  record SetContent(String id, Content content) implements OfRecord {}

  /** {@link Resource#content}; answers with an {@code Optional<Content>}. */
  record ReadContent(String id) implements OfOptional<Content> {
    @Override
    public String method() {
      return "content";
    }
  }

  /** {@link Resource#hasContent}. */
  record HasContent(String id) implements OfTruth {}

  /** {@link Resource#deleteContent}. */
  record DeleteContent(String id) implements OfRecord {}

  /** {@link Resource#repairPartitions}. */
  record RepairPartitions() implements Call<PartitionRepair> {
    @Override
    public Class<?> answer() {
      return PartitionRepair.class;
    }
  }
}
