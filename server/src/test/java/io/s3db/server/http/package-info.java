/** Tests. */
@NullMarked
package io.s3db.server.http;

import org.jspecify.annotations.NullMarked;
