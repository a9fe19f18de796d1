/** The contract of object stores as a test, and a store that fails on request. */
@NullMarked
package io.s3db.testkit.store;

import org.jspecify.annotations.NullMarked;
