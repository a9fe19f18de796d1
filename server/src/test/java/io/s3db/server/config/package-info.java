/** Tests. */
@NullMarked
package io.s3db.server.config;

import org.jspecify.annotations.NullMarked;
