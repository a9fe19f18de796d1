/** Tests of transforms in JavaScript. */
@NullMarked
package io.s3db.transform.js;

import org.jspecify.annotations.NullMarked;
