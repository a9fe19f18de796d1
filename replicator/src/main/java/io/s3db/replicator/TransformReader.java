package io.s3db.replicator;

import io.s3db.Document;
import io.s3db.replicator.options.Options;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the {@code transform} of a mapping: an object that is one, or a text in a language on the
 * class path, given where it is or as {@code file:} with a path.
 */
final class TransformReader {
  private static final String FILE = "file:";
  private static final long MAX_FILE = 1 << 20;

  private final Path base;
  private final Optional<TransformLanguage> language;

  /** A reader that finds files relative to a folder. */
  TransformReader(Path base, Optional<TransformLanguage> language) {
    this.base = base;
    this.language = language;
  }

  /** A reader with the language that is on the class path, if there is one. */
  static TransformReader installed(Path base) {
    return new TransformReader(base, ServiceLoader.load(TransformLanguage.class).findFirst());
  }

  /** The transform of a mapping; null if it has none. What is wrong becomes a problem. */
  @Nullable ContextTransform read(Options mapping) {
    return switch (mapping.value("transform")) {
      case null -> null;
      case ContextTransform transform -> transform;
      case Transform transform -> (data, _) -> transform.apply(data);
      case Function<?, ?> function -> ofFunction(function);
      case String text -> ofText(mapping, text);
      default -> {
        mapping.problem(
            "transform",
            "must be a text, a Transform, a ContextTransform, or a function of a document");
        yield null;
      }
    };
  }

  private @Nullable ContextTransform ofText(Options mapping, String text) {
    if (language.isEmpty()) {
      mapping.problem(
          "transform",
          "is a text, and no language for it is on the class path:"
              + " for JavaScript add the artifact io.s3db:s3db-transform-js");
      return null;
    }
    return text.startsWith(FILE)
        ? ofFile(mapping, text.substring(FILE.length()).strip(), language.get())
        : compile(mapping, "", mapping.path() + ".transform", text, language.get());
  }

  private @Nullable ContextTransform ofFile(
      Options mapping, String name, TransformLanguage language) {
    try {
      Path file = base.resolve(name);
      if (Files.size(file) > MAX_FILE) {
        return refused(mapping, name, "is larger than 1 MB");
      }
      return compile(mapping, "(" + name + ") ", name, Files.readString(file), language);
    } catch (NoSuchFileException _) {
      return refused(mapping, name, "does not exist below " + base.toAbsolutePath().normalize());
    } catch (CharacterCodingException _) {
      return refused(mapping, name, "is not UTF-8 text");
    } catch (IOException | InvalidPathException e) {
      return refused(mapping, name, "cannot be read: " + e);
    }
  }

  private static @Nullable ContextTransform refused(Options mapping, String name, String why) {
    mapping.problem("transform", "names the file '" + name + "', which " + why);
    return null;
  }

  private static @Nullable ContextTransform compile(
      Options mapping, String where, String name, String source, TransformLanguage language) {
    try {
      return language.compile(name, source);
    } catch (IllegalArgumentException e) {
      mapping.problem("transform", where + "is no " + language.name() + ": " + e.getMessage());
      return null;
    }
  }

  @SuppressWarnings("unchecked") // a function that takes no document fails as a transform
  private static ContextTransform ofFunction(Function<?, ?> function) {
    return (data, _) ->
        switch (((Function<Document, @Nullable Object>) function).apply(data)) {
          case null -> null;
          case Document row -> row;
          case Map<?, ?> row -> Document.copyOf((Map<String, @Nullable Object>) row);
          case Object other ->
              throw new IllegalArgumentException(
                  "the transform returned a " + other.getClass().getName() + ", not a document");
        };
  }
}
