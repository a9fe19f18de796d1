package io.s3db.catalog;

import io.s3db.Document;
import io.s3db.S3dbException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a resource makes ids for records that bring none. */
public sealed interface IdForm {
  /**
   * Random ids of the definition's {@code idSize}; a definition that does not say keeps its own.
   */
  record Default() implements IdForm {}

  /**
   * Random ids.
   *
   * @param size how many characters, 1 to 256
   */
  record Sized(int size) implements IdForm {}

  /** Ids made by a function that each process sets with {@code Resource.idGenerator}. */
  record Custom() implements IdForm {}

  /**
   * Consecutive ids whose form the catalogue does not hold: s3db.js keeps it in the program. It
   * must be declared again before ids can be made.
   */
  record Unstated() implements IdForm {}

  /**
   * Consecutive ids, such as {@code ORD-0001}. Numbers are never given twice; those of a process
   * that ends are left out.
   *
   * @param start the first number
   * @param increment between two numbers
   * @param prefix before the number
   * @param padding the fewest digits, filled with zeros
   * @param batch how many numbers a process takes at once
   */
  record Incremental(long start, long increment, String prefix, int padding, int batch)
      implements IdForm {
    /** Checks the numbers. */
    public Incremental {
      if (increment == 0 || batch < 1 || padding < 0 || padding > 100) {
        throw invalid(
            "increment %d, padding %d, batch %d".formatted(increment, padding, batch),
            "Steps are not 0, paddings 0 to 100, batches at least 1.");
      }
    }

    /** The id of a number. */
    public String text(long number) {
      String digits = Long.toString(Math.abs(number));
      String zeros = "0".repeat(Math.max(0, padding - digits.length()));
      return prefix + (number < 0 ? "-" : "") + zeros + digits;
    }

    /** The same with another distance between two numbers. */
    public Incremental increment(long step) {
      return new Incremental(start, step, prefix, padding, batch);
    }

    /** The same, taking so many numbers at once: fewer requests, larger gaps. */
    public Incremental batch(int numbers) {
      return new Incremental(start, increment, prefix, padding, numbers);
    }

    /** The members under which the catalogue keeps it. */
    Document options() {
      return Document.of(
          "start", start,
          "increment", increment,
          "prefix", prefix,
          "padding", padding,
          "batchSize", batch);
    }

    static Incremental of(Document options) {
      return new Incremental(
          options.integer("start", 1),
          options.integer("increment", 1),
          options.text("prefix", ""),
          (int) options.integer("padding", 0),
          (int) options.integer("batchSize", 1));
    }
  }

  /** How many numbers {@code incremental:fast} takes at once. */
  int FAST_BATCH = 100;

  /** What {@link #parse} makes of {@code incremental}. */
  Pattern INCREMENTAL = Pattern.compile("incremental(?::(fast))?(?::([A-Za-z]+-?)?(\\d{1,18}))?");

  /**
   * Reads {@code default}, a number of characters, {@code custom}, {@code incremental}, {@code
   * incremental:1000}, {@code incremental:ORD-0001} or {@code incremental:fast:1000}.
   *
   * @throws S3dbException if it is none of these
   */
  static IdForm parse(String text) {
    if (text.equals("default")) {
      return new Default();
    }
    if (text.equals("custom")) {
      return new Custom();
    }
    if (text.matches("\\d{1,3}")) {
      return new Sized(Integer.parseInt(text));
    }
    Matcher form = INCREMENTAL.matcher(text);
    if (!form.matches()) {
      throw invalid(
          text,
          "Use default, custom, a number of characters, or one such as incremental:ORD-0001.");
    }
    String prefix = form.group(2) == null ? "" : form.group(2);
    String number = form.group(3) == null ? "1" : form.group(3);
    return new Incremental(
        Long.parseLong(number),
        1,
        prefix,
        prefix.isEmpty() ? 0 : number.length(),
        form.group(1) == null ? 1 : FAST_BATCH);
  }

  private static S3dbException invalid(String text, String suggestion) {
    return new S3dbException(
        "INVALID_ID_GENERATOR", "'" + text + "' is no form of ids.", suggestion);
  }
}
