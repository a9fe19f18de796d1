/** How fast it is, beside the raw ceiling of the same machine in the same run. */
@NullMarked
package io.s3db.benchmarks;

import org.jspecify.annotations.NullMarked;
