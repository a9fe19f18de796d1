/** JSON text as JavaScript writes and reads it. */
@NullMarked
package io.s3db.json;

import org.jspecify.annotations.NullMarked;
