/** Delivery: readers, lanes, batches, retry decisions, parking, dead letters, checkpoints. */
@NullMarked
package io.s3db.replicator.delivery;

import org.jspecify.annotations.NullMarked;
