/** Tests. */
@NullMarked
package io.s3db.server.metrics;

import org.jspecify.annotations.NullMarked;
