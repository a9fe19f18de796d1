package io.s3db.sink.s3db;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.OutcomeUnknownException;
import io.s3db.S3dbException;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.KeyFields;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.SinkException;
import io.s3db.store.StoreException;
import io.s3db.testkit.sink.DeliveryFixtures;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3dbFailuresTest {
  private final S3dbFailures failures = new S3dbFailures("s3://backup/shop");
  private final Delivery delivery =
      new DeliveryFixtures("orders", KeyFields.of(List.of("id")), true)
          .insert(Document.of("id", "1"));

  @Test
  void isUnavailableWhenNobodyKnows() {
    assertThat(exception(new OutcomeUnknownException("No answer came.", null)))
        .isInstanceOf(SinkException.Unavailable.class)
        .hasMessageStartingWith("The insert of orders/1 at s3://backup/shop failed: No answer");
  }

  @Test
  void isUnavailableWhenItMaySucceedLater() {
    assertThat(exception(new StoreException("STORE_UNAVAILABLE", true, "Slow down.", null, null)))
        .isInstanceOf(SinkException.Unavailable.class);
    assertThat(exception(new S3dbException("WRITE_CONTENTION", "Others won.", null)))
        .isInstanceOf(SinkException.Unavailable.class);
  }

  @Test
  void isDeniedWithTheRemedyWhenTheStoreDoesNotLetUsIn() {
    StoreException missing =
        new StoreException(
            "STORE_NOT_FOUND", false, "There is no bucket.", "Create the bucket.", null);

    assertThat(exception(missing))
        .isInstanceOf(SinkException.Denied.class)
        .hasMessageContaining("Create the bucket.");
    assertThat(exception(new StoreException("STORE_DENIED", false, "403", null, null)))
        .isInstanceOf(SinkException.Denied.class);
  }

  @Test
  void isDeniedForTheResourceThatIsMissingOrCannotBeWritten() {
    assertThat(exception(new S3dbException("RESOURCE_NOT_FOUND", "There is none.", null)))
        .isInstanceOfSatisfying(
            SinkException.TargetDenied.class,
            denied -> assertThat(denied.target()).isEqualTo("orders"));
    assertThat(exception(new S3dbException("RESOURCE_READ_ONLY", "It has an ip4.", null)))
        .isInstanceOf(SinkException.TargetDenied.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"VALIDATION_FAILED", "METADATA_LIMIT", "INVALID_ID"})
  void refusesTheRecordThatIsToBlame(String code) {
    assertThat(failures.rejection(delivery, new S3dbException(code, "Field 'a' is wrong.", null)))
        .contains(
            new Rejection(delivery.id(), Rejection.Kind.PERMANENT, code, "Field 'a' is wrong."));
  }

  @Test
  void refusesAnObjectThatABucketWillNeverTake() {
    assertThat(
            failures.rejection(
                delivery,
                new StoreException("STORE_REFUSED", false, "PUT: MetadataTooLarge", null, null)))
        .isPresent();
  }

  @Test
  void blamesNoRecordForAnythingElse() {
    assertThat(
            failures.rejection(
                delivery, new StoreException("STORE_REFUSED", false, "ExpiredToken", null, null)))
        .isEmpty();
    assertThat(failures.rejection(delivery, new S3dbException("SOMETHING_NEW", "Oh.", null)))
        .isEmpty();
    assertThat(exception(new S3dbException("SOMETHING_NEW", "Oh.", null)))
        .isInstanceOf(SinkException.Denied.class);
  }

  private SinkException exception(S3dbException failure) {
    return failures.exception("The insert of orders/1", "orders", failure);
  }
}
