/** The driver {@code webhook}. */
@NullMarked
package io.s3db.sink.webhook;

import org.jspecify.annotations.NullMarked;
