/** Network faults between a client and a server. */
@NullMarked
package io.s3db.testkit.net;

import org.jspecify.annotations.NullMarked;
