/** Destinations in memory, for tests of the plugin. */
@NullMarked
package io.s3db.replicator.fake;

import org.jspecify.annotations.NullMarked;
