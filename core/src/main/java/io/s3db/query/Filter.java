package io.s3db.query;

import io.s3db.Document;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A condition on records. */
public sealed interface Filter {
  /** Whether a record meets the condition. */
  boolean matches(Document record);

  /** All conditions; true if there are none. */
  record All(List<Filter> filters) implements Filter {
    @Override
    public boolean matches(Document record) {
      return filters.stream().allMatch(filter -> filter.matches(record));
    }
  }

  /** At least one of the conditions. */
  record Any(List<Filter> filters) implements Filter {
    @Override
    public boolean matches(Document record) {
      return filters.stream().anyMatch(filter -> filter.matches(record));
    }
  }

  /** The opposite of a condition. */
  record Not(Filter filter) implements Filter {
    @Override
    public boolean matches(Document record) {
      return !filter.matches(record);
    }
  }

  /** The field is there and has this value; numbers compare as numbers, and no type is changed. */
  record Equal(String field, @Nullable Object value) implements Filter {
    @Override
    public boolean matches(Document record) {
      return Fields.has(record, field) && Document.same(record.get(field), value);
    }
  }

  /** The field is there and has one of these values. */
  record In(String field, List<@Nullable Object> values) implements Filter {
    @Override
    public boolean matches(Document record) {
      return values.stream().anyMatch(value -> new Equal(field, value).matches(record));
    }
  }

  /** The field compares so with a value of the same kind: two numbers, or two texts. */
  record Compared(String field, Object value, Set<Integer> signs) implements Filter {
    @Override
    public boolean matches(Document record) {
      return Fields.compare(record.get(field), value).stream().anyMatch(signs::contains);
    }
  }

  /** The field is there, be it null, or is not. */
  record Exists(String field, boolean wanted) implements Filter {
    @Override
    public boolean matches(Document record) {
      return Fields.has(record, field) == wanted;
    }
  }

  /** The field is a text in which the expression is found. */
  record Matches(String field, Pattern pattern) implements Filter {
    @Override
    public boolean matches(Document record) {
      return record.get(field) instanceof String text && BoundedText.find(field, pattern, text);
    }
  }
}
