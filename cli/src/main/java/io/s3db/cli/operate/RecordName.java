package io.s3db.cli.operate;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A record as it is typed: {@code orders/o-17}.
 *
 * @param resource of the record
 * @param id of the record, which may hold slashes itself
 */
public record RecordName(String resource, String id) {
  /** Reads one. */
  public static final class Converter implements ITypeConverter<RecordName> {
    @Override
    public RecordName convert(String text) {
      int slash = text.indexOf('/');
      if (slash < 1 || slash == text.length() - 1) {
        throw new TypeConversionException(
            "'" + text + "' names no record: write RESOURCE/ID, such as orders/o-17.");
      }
      return new RecordName(text.substring(0, slash), text.substring(slash + 1));
    }
  }
}
