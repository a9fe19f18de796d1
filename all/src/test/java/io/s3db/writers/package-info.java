/** Several processes that write one database. */
@NullMarked
package io.s3db.writers;

import org.jspecify.annotations.NullMarked;
