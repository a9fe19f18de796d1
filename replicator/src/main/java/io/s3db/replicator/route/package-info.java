/** From a resource to its destinations: actions, transforms, keys. */
@NullMarked
package io.s3db.replicator.route;

import org.jspecify.annotations.NullMarked;
