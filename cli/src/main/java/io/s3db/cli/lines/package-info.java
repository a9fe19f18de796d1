/** Records as lines of text: JSON lines and CSV. */
@NullMarked
package io.s3db.cli.lines;

import org.jspecify.annotations.NullMarked;
