/** A real PostgreSQL inside the tests: one server for all, a fresh database for each. */
@NullMarked
package io.s3db.testkit.postgres;

import org.jspecify.annotations.NullMarked;
