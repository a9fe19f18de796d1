/** An SQS server for tests, without Docker, and a proxy that makes it fail. */
@NullMarked
package io.s3db.testkit.sqs;

import org.jspecify.annotations.NullMarked;
