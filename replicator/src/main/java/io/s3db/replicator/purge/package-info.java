/** Erasing the traces that one record left on its way to the destinations. */
@NullMarked
package io.s3db.replicator.purge;

import org.jspecify.annotations.NullMarked;
