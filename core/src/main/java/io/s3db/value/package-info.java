/** Values that are stored shorter than they are shown: addresses, days, versions, amounts. */
@NullMarked
package io.s3db.value;

import org.jspecify.annotations.NullMarked;
