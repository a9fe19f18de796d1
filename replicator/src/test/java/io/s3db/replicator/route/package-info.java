/** Tests of routes and addresses. */
@NullMarked
package io.s3db.replicator.route;

import org.jspecify.annotations.NullMarked;
