/** Capture: the intent before the store is asked, the outcome after it, and what is in doubt. */
@NullMarked
package io.s3db.replicator.capture;

import org.jspecify.annotations.NullMarked;
