/** The driver {@code bigquery}. */
@NullMarked
package io.s3db.sink.bigquery;

import org.jspecify.annotations.NullMarked;
