package io.s3db.record;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The stamp as the first member of a JSON body, handled as bytes: nothing else is touched. */
final class StampMember {
  /** The body of a stamp alone, without it. */
  static final byte[] EMPTY = "{}".getBytes(US_ASCII);

  private static final byte[] START = ("{\"" + SystemNames.STAMP + "\":\"").getBytes(US_ASCII);
  private static final int LENGTH = 59;
  private static final int END = START.length + LENGTH;

  private StampMember() {}

  /** Whether the body can take a member: a JSON object without white space at its start. */
  static boolean fits(byte[] body) {
    return body.length >= 2 && body[0] == '{' && (body[1] == '"' || body[1] == '}');
  }

  static byte[] insert(byte[] body, String stamp) {
    ByteArrayOutputStream sealed = new ByteArrayOutputStream(body.length + END + 2);
    sealed.writeBytes(START);
    sealed.writeBytes(stamp.getBytes(US_ASCII));
    sealed.write('"');
    if (body[1] != '}') {
      sealed.write(',');
    }
    sealed.write(body, 1, body.length - 1);
    return sealed.toByteArray();
  }

  /** The stamp's text, or null if the body does not start with one. */
  static @Nullable String find(byte[] body) {
    boolean starts =
        body.length > END + 1
            && Arrays.equals(body, 0, START.length, START, 0, START.length)
            && body[END] == '"'
            && (body[END + 1] == ',' || body[END + 1] == '}');
    return starts ? new String(body, START.length, LENGTH, US_ASCII) : null;
  }

  /** The body without the member. */
  static byte[] remove(byte[] body) {
    if (find(body) == null) {
      return body;
    }
    int rest = body[END + 1] == ',' ? END + 2 : END + 1;
    byte[] bare = new byte[body.length - rest + 1];
    bare[0] = '{';
    System.arraycopy(body, rest, bare, 1, body.length - rest);
    return bare;
  }
}
