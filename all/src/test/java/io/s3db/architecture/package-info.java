/** The arrows between modules and packages, checked. */
@NullMarked
package io.s3db.architecture;

import org.jspecify.annotations.NullMarked;
