/** What became of one record on its way to the destinations, as far as it can be known. */
@NullMarked
package io.s3db.replicator.explain;

import org.jspecify.annotations.NullMarked;
