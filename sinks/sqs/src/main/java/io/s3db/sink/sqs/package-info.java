/** The driver {@code sqs}. */
@NullMarked
package io.s3db.sink.sqs;

import org.jspecify.annotations.NullMarked;
