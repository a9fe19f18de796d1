package io.s3db.sink.bigquery;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Room to write one message after another. */
final class MessageBuffer {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
  private final CodedOutputStream out = CodedOutputStream.newInstance(bytes, 512);

  CodedOutputStream out() {
    return out;
  }

  /** What was written since the last message was taken. */
  ByteString take() throws IOException {
    out.flush();
    ByteString message = ByteString.copyFrom(bytes.toByteArray());
    bytes.reset();
    return message;
  }

  /** Forgets a message that was begun. */
  void drop() throws IOException {
    out.flush();
    bytes.reset();
  }
}
