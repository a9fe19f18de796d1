package io.s3db.plugin;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.store.ETag;
import io.s3db.version.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A write that is about to be sent to the store: everything that is known of it.
 *
 * @param resource the resource's name
 * @param id the record's id
 * @param operation what the write does
 * @param version the version the record will have; of a delete, the tombstone of what it deletes
 * @param previousVersion the version the record has, {@link Version#NONE} on insert
 * @param previousEtag the state the store must still be in, null on insert
 * @param before the record as it is, with its id; null on insert
 * @param after the record as it will be, with its id; null on delete
 * @param changedAt the time of the change, the same for every later repetition
 */
public record PendingWrite(
    String resource,
    String id,
    Operation operation,
    Version version,
    Version previousVersion,
    @Nullable ETag previousEtag,
    @Nullable Document before,
    @Nullable Document after,
    Instant changedAt) {}
