/** Worked examples: whole configurations, and what every destination gets of them. */
@NullMarked
package io.s3db.examples;

import org.jspecify.annotations.NullMarked;
