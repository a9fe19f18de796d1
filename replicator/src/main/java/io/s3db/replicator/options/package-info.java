/** Reading of configuration: typed values, all problems at once. */
@NullMarked
package io.s3db.replicator.options;

import org.jspecify.annotations.NullMarked;
