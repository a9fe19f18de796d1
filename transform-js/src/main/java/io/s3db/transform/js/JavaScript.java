package io.s3db.transform.js;

import io.s3db.replicator.ContextTransform;
import io.s3db.replicator.TransformLanguage;

/**
 * JavaScript (ECMAScript 2025, by GraalJS) as a language for transforms.
 *
 * <p>A transform runs in a sandbox: it sees the record, the change and the language, and nothing of
 * this machine. It keeps nothing from one record to the next, "now" is the time of the change, and
 * chance is a function of the change: the same record gives the same row. All transforms of the
 * process share a few threads, started when the first one is compiled and ended when none was used
 * for a minute. Safe for many threads.
 *
 * @see JsLimits
 */
public final class JavaScript implements TransformLanguage {
  private final Workers workers;

  /** For the service loader: with the limits of {@link JsLimits#ofProperties}. */
  public JavaScript() {
    this(Shared.WORKERS);
  }

  private JavaScript(Workers workers) {
    this.workers = workers;
  }

  /** JavaScript with limits, and threads, of its own. */
  public static JavaScript of(JsLimits limits) {
    return new JavaScript(new Workers(limits));
  }

  @Override
  public String name() {
    return "JavaScript";
  }

  /**
   * Compiles a function of a record: an arrow function or function expression, a method, or a
   * script that defines {@code transform}, assigns {@code module.exports}, or has an {@code export
   * default}.
   */
  @Override
  public ContextTransform compile(String sourceName, String source) {
    return new JsTransform(workers, new Compiler(workers).compile(sourceName, source));
  }

  /** Made when the first transform is compiled: the engine takes about a second to start. */
  private static final class Shared {
    static final Workers WORKERS = new Workers(JsLimits.ofProperties());
  }
}
