package io.s3db.partition;

import io.s3db.store.ObjectKey;

/**
 * A partition reference that could not be brought up to date, after a second try.
 *
 * @param key of the reference
 * @param wanted whether the reference should be there; otherwise it should be gone
 * @param cause why the store did not do it
 */
public record PartitionFailure(ObjectKey key, boolean wanted, RuntimeException cause) {}
