/** The page, seen by a real browser. */
@NullMarked
package io.s3db.server.page;

import org.jspecify.annotations.NullMarked;
