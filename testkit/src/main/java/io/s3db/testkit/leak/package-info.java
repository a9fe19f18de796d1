/** Finds what tests leave behind: threads, sockets, files. */
@NullMarked
package io.s3db.testkit.leak;

import org.jspecify.annotations.NullMarked;
