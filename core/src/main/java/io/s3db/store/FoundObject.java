package io.s3db.store;

import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** An object as read: body and metadata of the same state, the body in memory or opened. */
@SuppressWarnings("ArrayRecordComponent") // handed on at once
record FoundObject(MetaFile meta, byte @Nullable [] body, @Nullable FileInputStream opened) {

  /**
   * The object if its body is that of the metadata, else null.
   *
   * @param held a body of more bytes is opened, not read into memory
   */
  static @Nullable FoundObject of(Path body, MetaFile meta, long held) throws IOException {
    return meta.size() > held && !meta.compressed() ? opened(body, meta) : whole(body, meta);
  }

  private static @Nullable FoundObject whole(Path file, MetaFile meta) throws IOException {
    byte[] body = Disk.read(file);
    return body == null || !ContentTag.ofBody(body).equals(meta.etag())
        ? null
        : new FoundObject(meta, meta.compressed() ? unzip(body) : body, null);
  }

  private static @Nullable FoundObject opened(Path file, MetaFile meta) throws IOException {
    FileInputStream body = Disk.open(file);
    return body != null && isOf(meta, body) ? new FoundObject(meta, null, body) : null;
  }

  /** Whether this is the body of the metadata; it is at its start again then, and else closed. */
  private static boolean isOf(MetaFile meta, FileInputStream body) throws IOException {
    boolean fits = false;
    try {
      fits = ContentTag.ofBody(body).equals(meta.etag());
      if (fits) {
        body.getChannel().position(0);
      }
      return fits;
    } finally {
      if (!fits) {
        body.close();
      }
    }
  }

  private static byte[] unzip(byte[] body) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return in.readAllBytes();
    }
  }
}
