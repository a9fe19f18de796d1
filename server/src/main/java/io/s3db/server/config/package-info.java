/** Configuration files: read with the line of each value, all problems at once. */
@NullMarked
package io.s3db.server.config;

import org.jspecify.annotations.NullMarked;
