package io.s3db.replicator.journal;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** The share of keys a record belongs to: the same everywhere and for ever, whatever runs on it. */
public final class Partition {
  /** How many there are. */
  public static final int COUNT = 256;

  private Partition() {}

  /** The partition of a record: CRC32C over {@code resource NUL id} in UTF-8, modulo 256. */
  public static int of(String resource, String id) {
    CRC32C crc = new CRC32C();
    crc.update(resource.getBytes(StandardCharsets.UTF_8));
    crc.update(0);
    crc.update(id.getBytes(StandardCharsets.UTF_8));
    return (int) (crc.getValue() % COUNT);
  }
}
