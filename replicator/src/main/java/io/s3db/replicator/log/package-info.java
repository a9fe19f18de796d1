/** The replication log, as records of the source database. */
@NullMarked
package io.s3db.replicator.log;

import org.jspecify.annotations.NullMarked;
