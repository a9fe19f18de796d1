/** Metrics and health of a running daemon. */
@NullMarked
package io.s3db.server.metrics;

import org.jspecify.annotations.NullMarked;
