/** A fake of BigQuery for tests: Google's clients talk to it. */
@NullMarked
package io.s3db.testkit.bigquery;

import org.jspecify.annotations.NullMarked;
