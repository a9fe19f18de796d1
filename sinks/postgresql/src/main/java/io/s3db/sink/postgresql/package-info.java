/** Mirrors records into PostgreSQL tables: driver {@code postgresql}. */
@NullMarked
package io.s3db.sink.postgresql;

import org.jspecify.annotations.NullMarked;
