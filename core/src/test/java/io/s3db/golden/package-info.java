/** Databases and vectors made by s3db.js, and what is checked against them. */
@NullMarked
package io.s3db.golden;

import org.jspecify.annotations.NullMarked;
