package io.s3db.write;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.partition.PartitionFailure;
import io.s3db.store.ETag;
import io.s3db.version.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a change came to.
 *
 * @param operation what was done, or null if the record was left as it is
 * @param before the record it found, with its id, null if there was none or it was not read
 * @param after the record it left, with its id, null if it is gone
 * @param version of the record now; of a delete, the tombstone
 * @param etag the state it left; null after a delete, or if others have replaced it since
 * @param failures partition references that could not be brought up to date
 * @param overflow how many bytes the fields are, if they moved to the body under user-managed; else
 *     0
 */
public record Written(
    @Nullable Operation operation,
    @Nullable Document before,
    @Nullable Document after,
    Version version,
    @Nullable ETag etag,
    List<PartitionFailure> failures,
    long overflow) {}
