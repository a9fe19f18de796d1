package io.s3db;

import io.s3db.query.Fields;
import io.s3db.query.Filter;
import io.s3db.query.FilterParser;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on records, their order, and how many are wanted.
 *
 * <pre>{@code
 * orders.query(Query.where("status", "error").and("total", Query.gte(100)).limit(10));
 * }</pre>
 *
 * <p>Conditions are values, compared strictly (the text {@code "5"} is not the number 5, and a
 * field that is absent is not null), or operators: {@code $eq $ne $gt $gte $lt $lte $in $nin
 * $exists $regex $not}, and around conditions {@code $and $or $not}. Dotted names walk nested
 * objects. Every record is read and compared in this process, unless the query is of a {@link
 * #partition} or is {@link #planned}; without {@link #sort} the answer is in the byte order of ids
 * (of a partition, of its keys) and reading stops at the limit, with it all matches are held in
 * memory.
 */
public final class Query {
  private static final Window ALL = new Window(ListOptions.all(), false, null);

  private final Map<String, @Nullable Object> conditions;
  private final Filter filter;
  private final Window window;

  private Query(Map<String, @Nullable Object> conditions, Window window) {
    this.conditions = conditions;
    this.filter = FilterParser.parse(conditions);
    this.window = window;
  }

  /**
   * Which of the records that meet the conditions are wanted, and where they are looked for.
   *
   * @param options limit, offset and partition
   * @param planned whether a partition may be chosen
   * @param order or null for that of ids
   */
  private record Window(
      ListOptions options, boolean planned, @Nullable Comparator<Document> order) {}

  /** Every record. */
  public static Query all() {
    return new Query(Map.of(), ALL);
  }

  /** Records that meet conditions in map form. */
  public static Query where(Map<String, ? extends @Nullable Object> conditions) {
    return new Query(Document.copyOf(conditions).toMap(), ALL);
  }

  /** Records with a field that equals a value or meets an operator, such as {@link #gte}. */
  public static Query where(String field, @Nullable Object condition) {
    return new Query(Document.of(field, condition).toMap(), ALL);
  }

  /**
   * Reads a query in the form {@code {"where": {...}, "limit": 10}}, or conditions alone.
   *
   * @throws S3dbException if a condition cannot be understood
   */
  public static Query parse(Map<String, ? extends @Nullable Object> query) {
    Document form = Document.copyOf(query);
    boolean wrapped = form.get("where") instanceof Map && form.without("where", "limit").isEmpty();
    if (!wrapped) {
      return where(form.toMap());
    }
    Query all = where(form.document("where").toMap());
    return form.has("limit") ? all.limit(form.integer("limit")) : all;
  }

  /** The same with one more condition. */
  public Query and(String field, @Nullable Object condition) {
    Map<String, @Nullable Object> more = new LinkedHashMap<>();
    more.put("$and", List.of(conditions, Document.of(field, condition).toMap()));
    return new Query(more, window);
  }

  /** The same with at most so many records. */
  public Query limit(long limit) {
    if (limit < 0) {
      throw new IllegalArgumentException("limit " + limit + " of a query: it is negative");
    }
    return with(window.options.limit(limit));
  }

  /** The same after passing over so many of the records that meet the conditions. */
  public Query offset(long offset) {
    if (offset < 0) {
      throw new IllegalArgumentException("offset " + offset + " of a query: it is negative");
    }
    return with(window.options.offset(offset));
  }

  /**
   * The same among the records with these values in the fields of a partition: only those are read.
   * Records whose reference is missing are not found; see {@link Resource#repairPartitions}.
   */
  public Query partition(String name, Map<String, ? extends @Nullable Object> values) {
    return with(window.options.partition(name, values));
  }

  /**
   * The same, from the partition that narrows the conditions most, if there is one whose first
   * fields they compare with values: of several the one with most such fields, then with fewest
   * others, then the first by name. Which one it is says {@link Resource#plan}.
   *
   * <p>It must be asked for, because a partition need not hold every record: one that was declared
   * after records were written lacks them until {@link Resource#repairPartitions} is run.
   */
  public Query planned() {
    return new Query(conditions, new Window(window.options, true, window.order));
  }

  private Query with(ListOptions options) {
    return new Query(conditions, new Window(options, window.planned, window.order));
  }

  /** The same ordered by a field, after the orders asked for before; smallest first. */
  public Query sort(String field) {
    return ordered(Fields.order(field));
  }

  /** The same ordered by a field, after the orders asked for before; largest first. */
  public Query sortDescending(String field) {
    return ordered(Fields.order(field).reversed());
  }

  private Query ordered(Comparator<Document> more) {
    Comparator<Document> order = window.order == null ? more : window.order.thenComparing(more);
    return new Query(conditions, new Window(window.options, window.planned, order));
  }

  /** Equal to a value. */
  public static Map<String, @Nullable Object> eq(@Nullable Object value) {
    return operator("$eq", value);
  }

  /** Not equal to a value, or absent. */
  public static Map<String, @Nullable Object> ne(@Nullable Object value) {
    return operator("$ne", value);
  }

  /** Greater than a number or text. */
  public static Map<String, @Nullable Object> gt(Object value) {
    return operator("$gt", value);
  }

  /** Greater than or equal to a number or text. */
  public static Map<String, @Nullable Object> gte(Object value) {
    return operator("$gte", value);
  }

  /** Less than a number or text. */
  public static Map<String, @Nullable Object> lt(Object value) {
    return operator("$lt", value);
  }

  /** Less than or equal to a number or text. */
  public static Map<String, @Nullable Object> lte(Object value) {
    return operator("$lte", value);
  }

  /** Equal to one of the values. */
  public static Map<String, @Nullable Object> in(Collection<?> values) {
    return operator("$in", new ArrayList<>(values));
  }

  /** Equal to none of the values. */
  public static Map<String, @Nullable Object> nin(Collection<?> values) {
    return operator("$nin", new ArrayList<>(values));
  }

  /** There, be it null; or not there. */
  public static Map<String, @Nullable Object> exists(boolean wanted) {
    return operator("$exists", wanted);
  }

  /** A text in which a Java regular expression is found; its work on one value is bounded. */
  public static Map<String, @Nullable Object> regex(String expression) {
    return operator("$regex", expression);
  }

  private static Map<String, @Nullable Object> operator(String name, @Nullable Object operand) {
    Map<String, @Nullable Object> operator = new LinkedHashMap<>();
    operator.put(name, operand);
    return operator;
  }

  /** Whether a record meets the conditions. */
  public boolean matches(Document record) {
    return filter.matches(record);
  }

  /** Limit, offset and partition. */
  ListOptions options() {
    return window.options;
  }

  /** The filter of which a partition may be chosen; nothing if it may not. */
  Optional<Filter> plannable() {
    return window.planned && window.options.partitionName() == null
        ? Optional.of(filter)
        : Optional.empty();
  }

  Optional<Comparator<Document>> order() {
    return Optional.ofNullable(window.order);
  }

  /** As hooks are shown it. */
  Document toDocument() {
    return window.options.toDocument().with("where", Document.wrap(conditions));
  }
}
