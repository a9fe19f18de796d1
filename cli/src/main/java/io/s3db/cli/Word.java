package io.s3db.cli;

import io.s3db.Nearest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads one of a few words.
 *
 * @param <E> has a constant for each, in upper case
 */
public record Word<E extends Enum<E>>(Class<E> type) implements ITypeConverter<E> {
  @Override
  public E convert(String text) {
    for (E each : type.getEnumConstants()) {
      if (word(each).equals(text.toLowerCase(Locale.ROOT))) {
        return each;
      }
    }
    List<String> words = Arrays.stream(type.getEnumConstants()).map(Word::word).toList();
    throw new TypeConversionException(
        "'%s' is none of %s.%s"
            .formatted(
                text,
                String.join(", ", words),
                Nearest.to(text, words).map(near -> " Did you mean " + near + "?").orElse("")));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
