/** The contract of journals: extend it to test one. */
@NullMarked
package io.s3db.testkit.journal;

import org.jspecify.annotations.NullMarked;
