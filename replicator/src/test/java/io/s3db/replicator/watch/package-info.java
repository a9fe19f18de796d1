/** Tests of the search for changes of other programs. */
@NullMarked
package io.s3db.replicator.watch;

import org.jspecify.annotations.NullMarked;
