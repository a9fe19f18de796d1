package io.s3db.testkit.sink;

import io.s3db.Document;
import io.s3db.Operation;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One event as a destination got it, read from the outside.
 *
 * @param id the delivery's id, by which the destination tells repetitions apart
 * @param resource the source resource
 * @param operation what happened to the record
 * @param timestamp when it was changed
 * @param before the record before an update, else null
 * @param data the record after the change; of a delete, the last one
 */
public record Received(
    String id,
    String resource,
    Operation operation,
    Instant timestamp,
    @Nullable Document before,
    @Nullable Document data) {}
