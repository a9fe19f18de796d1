/** Conditions of queries: reading them, and asking whether a record meets them. */
@NullMarked
package io.s3db.query;

import org.jspecify.annotations.NullMarked;
