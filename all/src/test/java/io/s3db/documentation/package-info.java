/** The code in README and guides, compiled and run. */
@NullMarked
package io.s3db.documentation;

import org.jspecify.annotations.NullMarked;
