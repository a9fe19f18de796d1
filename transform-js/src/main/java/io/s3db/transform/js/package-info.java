/** Transforms written in JavaScript, run in a sandbox with limits. */
@NullMarked
package io.s3db.transform.js;

import org.jspecify.annotations.NullMarked;
