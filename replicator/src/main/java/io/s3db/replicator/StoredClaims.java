package io.s3db.replicator;

import io.s3db.S3dbException;
import io.s3db.replicator.spi.Claim;
import io.s3db.replicator.spi.Claims;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.spi.SinkException;
import io.s3db.store.ConnectionString;
import io.s3db.store.NewObject;
import io.s3db.store.ObjectKey;
import io.s3db.store.ObjectStore;
import io.s3db.store.Precondition;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * Claims as objects {@code plugin=s3db-replicator/claims/<record>/<delivery id>} of the source's
 * store, where the record is the first 16 hexadecimal digits of SHA-256 over resource, zero byte
 * and id: so those of one record are found again.
 */
record StoredClaims(ObjectStore store) implements Claims {
  static final String FOLDER = "plugin=s3db-replicator/claims/";

  @Override
  public Claim keep(Delivery delivery, byte[] content) throws SinkException {
    DeliveryId id = delivery.id();
    ObjectKey key = ObjectKey.of(folder(delivery.resource(), delivery.recordId()) + id);
    try {
      store.put(key, new NewObject(content, "application/json", Map.of()), Precondition.none());
    } catch (S3dbException e) {
      throw new SinkException.Unavailable(
          "The content of %s is too large for a message, and could not be kept in %s: %s"
              .formatted(id, store.describe(), e.getMessage()),
          e);
    }
    Place place = Place.of(store.describe());
    return new Claim(place.bucket(), place.prefix() + key.value(), content.length, sha256(content));
  }

  /** Where the claims of a record lie. */
  static String folder(String resource, String recordId) {
    String record = resource + "\0" + recordId;
    return FOLDER + sha256(record.getBytes(StandardCharsets.UTF_8)).substring(0, 16) + "/";
  }

  /** Where the objects of a store lie, for a reader that knows the bucket only. */
  private record Place(String bucket, String prefix) {
    static Place of(String address) {
      try {
        return switch (ConnectionString.parse(address)) {
          case ConnectionString.Bucket bucket ->
              new Place(bucket.bucket(), ConnectionString.segments(bucket.keyPrefix()));
          case ConnectionString.Memory memory ->
              new Place(memory.bucket(), ConnectionString.segments(memory.keyPrefix()));
          case ConnectionString.Directory directory -> new Place(directory.toString(), "");
        };
      } catch (S3dbException _) {
        return new Place(address, ""); // a store of the application's own
      }
    }
  }

  private static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
