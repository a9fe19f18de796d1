/** A fake S3 server that speaks the real protocol to the real client, and fails on request. */
@NullMarked
package io.s3db.testkit.s3;

import org.jspecify.annotations.NullMarked;
