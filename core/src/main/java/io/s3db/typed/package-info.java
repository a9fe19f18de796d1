/** Resources whose records are Java records or beans. */
@NullMarked
package io.s3db.typed;

import org.jspecify.annotations.NullMarked;
