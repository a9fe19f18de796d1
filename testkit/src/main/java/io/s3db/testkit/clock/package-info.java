/** Time that tests move. */
@NullMarked
package io.s3db.testkit.clock;

import org.jspecify.annotations.NullMarked;
