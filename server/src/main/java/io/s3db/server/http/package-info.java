/** The HTTP API: routes, access, limits. */
@NullMarked
package io.s3db.server.http;

import org.jspecify.annotations.NullMarked;
