package io.s3db.replicator;

/**
 * A language in which transforms are written as text, for configurations that hold no Java.
 *
 * <p>Implementations are found with {@link java.util.ServiceLoader}; one on the class path is
 * enough.
 */
public interface TransformLanguage {
  /** What the language is called in messages, such as {@code JavaScript}. */
  String name();

  /**
   * Makes a transform of a text.
   *
   * <p>The transform is safe for many threads, has no side effects outside itself, gives the same
   * result for the same record and context, ends in bounded time, and ends promptly with an {@link
   * InterruptedException} when its thread is interrupted.
   *
   * @param sourceName where the text is from, for messages: a file, or a path in the configuration
   * @throws IllegalArgumentException if the text is no transform; the message says where (line and
   *     column) and what is wrong, and can follow the name of the source in a sentence
   */
  ContextTransform compile(String sourceName, String source);
}
