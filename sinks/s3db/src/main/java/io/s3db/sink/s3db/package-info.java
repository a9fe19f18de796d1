/** The driver {@code s3db}: carries changes to another S3DB database. */
@NullMarked
package io.s3db.sink.s3db;

import org.jspecify.annotations.NullMarked;
