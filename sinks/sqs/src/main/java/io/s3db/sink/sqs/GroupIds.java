package io.s3db.sink.sqs;

import io.s3db.replicator.spi.Delivery;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Message group ids of records.
 *
 * <p>{@code resource/id} where it is one that SQS takes, else a digest of both. Two records never
 * have the same: only the first form has a slash, and of its slashes the first one divides.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/using-messagegroupid-property.html">
 *     what SQS takes</a>
 */
final class GroupIds {
  private static final Pattern LEGAL = Pattern.compile("[\\x21-\\x7E]{1,128}");

  private GroupIds() {}

  static boolean isLegal(String text) {
    return LEGAL.matcher(text).matches();
  }

  static String of(Delivery delivery) {
    String plain = delivery.resource() + "/" + delivery.recordId();
    return delivery.resource().indexOf('/') < 0 && isLegal(plain)
        ? plain
        : "sha256-" + digest(delivery.resource(), delivery.recordId());
  }

  /** Of the characters as they are: an encoding would make all halves of surrogate pairs equal. */
  private static String digest(String resource, String recordId) {
    String text = resource.length() + ":" + resource + recordId;
    ByteBuffer bytes = ByteBuffer.allocate(text.length() * Character.BYTES);
    bytes.asCharBuffer().put(text);
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
