/** Tests of first copies. */
@NullMarked
package io.s3db.replicator.backfill;

import org.jspecify.annotations.NullMarked;
