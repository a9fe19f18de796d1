/** Tests of the replication log. */
@NullMarked
package io.s3db.replicator.log;

import org.jspecify.annotations.NullMarked;
