package io.s3db.replicator.journal;

import io.s3db.replicator.journal.Journal.Logged;
import java.nio.ByteBuffer;

/** The content of an outcome frame: sequence, offset and run of its intent, and four zeros. */
final class Outcomes {
  private Outcomes() {}

  static byte[] frame(Logged intent) {
    byte[] frame = new byte[Frame.OUTCOME_SIZE];
    ByteBuffer.wrap(frame, Frame.HEADER, frame.length - Frame.HEADER)
        .putLong(intent.id().sequence())
        .putLong(intent.position().offset())
        .putInt(intent.id().run());
    return frame;
  }

  static long sequence(ByteBuffer content) {
    return content.getLong(content.position());
  }

  static long intentOffset(ByteBuffer content) {
    return content.getLong(content.position() + 8);
  }

  static int intentRun(ByteBuffer content) {
    return content.getInt(content.position() + 16);
  }
}
