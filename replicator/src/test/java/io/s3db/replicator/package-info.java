/** Tests of the plugin as its users see it. */
@NullMarked
package io.s3db.replicator;

import org.jspecify.annotations.NullMarked;
