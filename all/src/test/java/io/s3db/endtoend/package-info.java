/** The promises of the product, tested with everything together. */
@NullMarked
package io.s3db.endtoend;

import org.jspecify.annotations.NullMarked;
