/** Content beside records on its way: bytes that need not fit into memory. */
@NullMarked
package io.s3db.content;

import org.jspecify.annotations.NullMarked;
