/** Tests of how configuration is read. */
@NullMarked
package io.s3db.replicator.options;

import org.jspecify.annotations.NullMarked;
