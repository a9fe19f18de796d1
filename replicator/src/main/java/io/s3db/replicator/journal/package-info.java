/** The durable, ordered record of changes. */
@NullMarked
package io.s3db.replicator.journal;

import org.jspecify.annotations.NullMarked;
