package io.s3db.demo;

import io.s3db.Document;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Payments of at least 1,000, as the fraud detection gets them. */
final class FraudQueue implements QueueWitness.Story {
  private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);

  @Override
  public String replicator() {
    return "fraud";
  }

  @Override
  public String resource() {
    return PayStream.RESOURCE;
  }

  @Override
  public boolean isTold(Document payment) {
    return payment.number("amount") >= 1000;
  }

  @Override
  public boolean isTimely(Document message, Written write) {
    @Nullable Document after = write.after();
    return after == null
        || Duration.between(Instant.parse(message.text("timestamp")), after.instant("updatedAt"))
                .abs()
                .compareTo(CLOCK_TOLERANCE)
            < 0;
  }

  @Override
  public boolean shows(Document told, Document payment, Document message) {
    double amount = payment.number("amount");
    Document risks = told.document("risk_indicators");
    return told.names()
            .equals(Set.of("transaction_id", "amount", "user_id", "risk_indicators", "timestamp"))
        && told.text("transaction_id").equals(payment.id())
        && told.number("amount") == amount
        && told.text("user_id").equals(payment.text("userId"))
        && risks.bool("is_large") == amount > 5000
        && risks.bool("is_international") != payment.text("currency").equals("USD")
        && risks.bool("is_new_customer") == payment.integer("userCreatedDays") < 7
        && Objects.equals(told.text("timestamp"), message.text("timestamp"));
  }
}
