/** Object stores: the contract every store keeps, and the stores in memory and in a directory. */
@NullMarked
package io.s3db.store;

import org.jspecify.annotations.NullMarked;
