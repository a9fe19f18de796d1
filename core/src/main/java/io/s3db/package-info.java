/** The database and its resources: what an application types. */
@NullMarked
package io.s3db;

import org.jspecify.annotations.NullMarked;
