/** The conditional write protocol: how a record gets into the store, exactly once and guarded. */
@NullMarked
package io.s3db.write;

import org.jspecify.annotations.NullMarked;
