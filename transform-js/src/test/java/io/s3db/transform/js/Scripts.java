package io.s3db.transform.js;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.replicator.ContextTransform;
import io.s3db.replicator.ContextTransform.Context;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Short ways to compile and run a script. */
final class Scripts {
  static final Instant NOW = Instant.parse("2025-10-18T10:30:00Z");
  static final Context CHANGE = new Context(Operation.INSERT, NOW, "users");

  private Scripts() {}

  static ContextTransform compile(String source) {
    return new JavaScript().compile("test.js", source);
  }

  /** What a script makes of a record. */
  static @Nullable Document run(String source, Document data) throws Exception {
    return compile(source).apply(data, CHANGE);
  }

  /** What a script makes of a record that has an id only. */
  static @Nullable Document run(String source) throws Exception {
    return run(source, Document.of("id", "u-1"));
  }

  /** The value of an expression, as a field of a row. */
  static @Nullable Object value(String expression) throws Exception {
    Document row = run("(data, context) => ({ value: " + expression + " })");
    return row == null ? null : row.get("value");
  }
}
