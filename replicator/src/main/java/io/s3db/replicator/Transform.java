package io.s3db.replicator;

import io.s3db.Document;
import org.jspecify.annotations.Nullable;

/**
 * Reshapes a record on its way to one destination.
 *
 * <p>It is given the full record, with {@code id}, {@code createdAt} and {@code updatedAt}; what it
 * returns replaces the record. Attributes that are secret are {@linkplain Document#setAside set
 * aside}: read by name they are cipher text, and copies of the whole leave them out. Null means:
 * nothing is sent to this destination for this change. If it throws, this record fails for this
 * destination only. It must be a function of its arguments alone, and safe for many threads: it
 * runs again on retries, on redelivery and on verification.
 *
 * <pre>{@code
 * .transform(order -> order.number("total") < 1000
 *     ? null
 *     : Document.of("order_id", order.id(), "amount", order.number("total")))
 * }</pre>
 */
@FunctionalInterface
public interface Transform {
  /** The record for the destination, or null to skip it. */
  @Nullable Document apply(Document data) throws Exception;
}
