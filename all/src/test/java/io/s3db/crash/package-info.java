/** Processes killed at random moments, and what is left of their work. */
@NullMarked
package io.s3db.crash;

import org.jspecify.annotations.NullMarked;
