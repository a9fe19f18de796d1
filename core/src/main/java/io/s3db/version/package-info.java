/** Versions of records, and the clock that makes them. */
@NullMarked
package io.s3db.version;

import org.jspecify.annotations.NullMarked;
