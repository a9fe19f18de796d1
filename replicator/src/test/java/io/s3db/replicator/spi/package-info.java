/** Tests of what drivers are given. */
@NullMarked
package io.s3db.replicator.spi;

import org.jspecify.annotations.NullMarked;
