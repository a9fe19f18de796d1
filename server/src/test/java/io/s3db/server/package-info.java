/** Tests. */
@NullMarked
package io.s3db.server;

import org.jspecify.annotations.NullMarked;
