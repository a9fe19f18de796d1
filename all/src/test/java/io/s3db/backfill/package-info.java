/** First copies and verification with real stores, real destinations and failures. */
@NullMarked
package io.s3db.backfill;

import org.jspecify.annotations.NullMarked;
