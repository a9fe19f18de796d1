package io.s3db.sink.bigquery;

import io.s3db.version.Version;
import java.util.HexFormat;

/**
 * Versions as BigQuery orders changes: clock, writer and delete as three hexadecimal sections,
 * compared one after the other as unsigned numbers. Of equal ones the later write stays.
 *
 * @see <a
 *     href="https://cloud.google.com/bigquery/docs/change-data-capture#manage_custom_ordering">Custom
 *     ordering</a>
 */
final class SequenceNumber {
  private static final HexFormat HEX = HexFormat.of();

  private SequenceNumber() {}

  static String of(Version version) {
    return HEX.toHexDigits(version.clock())
        + "/"
        + HEX.toHexDigits(version.writer())
        + (version.deleted() ? "/1" : "/0");
  }
}
