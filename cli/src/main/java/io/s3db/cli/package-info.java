/** The {@code s3db} command: what people and scripts type. */
@NullMarked
package io.s3db.cli;

import org.jspecify.annotations.NullMarked;
