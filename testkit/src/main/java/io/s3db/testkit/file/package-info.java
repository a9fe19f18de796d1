/** A disk in memory that loses, tears and refuses, for tests of what writes files. */
@NullMarked
package io.s3db.testkit.file;

import org.jspecify.annotations.NullMarked;
