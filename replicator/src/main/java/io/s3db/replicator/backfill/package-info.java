/** First copies of existing records to one destination, while writes go on. */
@NullMarked
package io.s3db.replicator.backfill;

import org.jspecify.annotations.NullMarked;
