/** The contract every destination driver keeps, and a destination in memory that keeps it. */
@NullMarked
package io.s3db.testkit.sink;

import org.jspecify.annotations.NullMarked;
