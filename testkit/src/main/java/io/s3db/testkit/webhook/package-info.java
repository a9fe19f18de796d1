/** A receiver of webhooks that does what a script says. */
@NullMarked
package io.s3db.testkit.webhook;

import org.jspecify.annotations.NullMarked;
