package io.s3db.server.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.OptionalLong;

/** Reads a body that may neither be too long nor take too long. */
final class BodyReader {
  private static final int CHUNK = 16 << 10;

  private final int most;
  private final Duration time;

  BodyReader(int most, Duration time) {
    this.most = most;
    this.time = time;
  }

  byte[] read(InputStream in, OptionalLong length) {
    if (length.orElse(0) > most) {
      throw tooLarge();
    }
    try (Deadline _ = Deadline.of(time)) {
      return readAll(in);
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new HttpFailure(
              408, "REQUEST_TIMEOUT", "The body did not arrive in time, or not at all.", null)
          .header("Connection", "close");
    }
  }

  private byte[] readAll(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] chunk = new byte[CHUNK];
    for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
      body.write(chunk, 0, n);
      if (body.size() > most) {
        throw tooLarge();
      }
    }
    return body.toByteArray();
  }

  private HttpFailure tooLarge() {
    return new HttpFailure(
            413,
            "BODY_TOO_LARGE",
            "The body has more than " + most + " bytes.",
            "Send less at once, or raise server.maxBody.")
        .header("Connection", "close");
  }
}
