/** Changes that other programs make in a bucket or directory, found by listing it. */
@NullMarked
package io.s3db.replicator.watch;

import org.jspecify.annotations.NullMarked;
