/** What the author of a destination driver types. */
@NullMarked
package io.s3db.replicator.spi;

import org.jspecify.annotations.NullMarked;
