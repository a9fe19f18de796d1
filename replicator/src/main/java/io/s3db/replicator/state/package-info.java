/** The state file: checkpoints, parked changes, dead letters, key map. */
@NullMarked
package io.s3db.replicator.state;

import org.jspecify.annotations.NullMarked;
