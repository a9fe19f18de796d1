package io.s3db.demo;

import io.s3db.Document;
import io.s3db.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Payments of at least 1,000, as the fraud detection consumes them: every change, in order. */
record FraudQueue(Consumer consumer) implements Witness {
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
  public boolean expects(Document inserted) {
    return isLarge(inserted);
  }

  @Override
  public boolean shows(String id) {
    return consumer.hasSeen(id);
  }

  @Override
  public Comparison compare(Source source) {
    Map<String, List<Predicate<Document>>> expected = new HashMap<>();
    source
        .ledger()
        .histories()
        .forEach(
            (id, history) ->
                expected.put(
                    id,
                    history.stream()
                        .filter(write -> isLarge(write.record()))
                        .<Predicate<Document>>map(write -> message -> tells(message, write))
                        .toList()));
    return Messages.compare(expected, consumer.messages());
  }

  private static boolean tells(Document message, Written write) {
    @Nullable Document before = large(write.before(), write.operation());
    return Messages.isEnvelope(message, PayStream.RESOURCE, write, before != null)
        && isTimely(message, write)
        && isAbout(message.document("data"), write.record(), message.text("timestamp"))
        && (before == null
            || isAbout(message.document("before"), before, message.text("timestamp")));
  }

  private static boolean isTimely(Document message, Written write) {
    @Nullable Document after = write.after();
    return after == null
        || Duration.between(Instant.parse(message.text("timestamp")), after.instant("updatedAt"))
                .abs()
                .compareTo(CLOCK_TOLERANCE)
            < 0;
  }

  private static boolean isAbout(Document data, Document record, String timestamp) {
    double amount = record.number("amount");
    Document risks = data.document("risk_indicators");
    return data.names()
            .equals(Set.of("transaction_id", "amount", "user_id", "risk_indicators", "timestamp"))
        && data.text("transaction_id").equals(record.id())
        && data.number("amount") == amount
        && data.text("user_id").equals(record.text("userId"))
        && risks.bool("is_large") == amount > 5000
        && risks.bool("is_international") != record.text("currency").equals("USD")
        && risks.bool("is_new_customer") == record.integer("userCreatedDays") < 7
        && Objects.equals(data.text("timestamp"), timestamp);
  }

  /** What an update tells of the record before: nothing if that was not told either. */
  private static @Nullable Document large(@Nullable Document before, Operation operation) {
    return operation == Operation.UPDATE && before != null && isLarge(before) ? before : null;
  }

  private static boolean isLarge(Document record) {
    return record.number("amount") >= 1000;
  }
}
