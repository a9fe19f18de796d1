/** Tests of delivery: state machines against models, and destinations with scripted sinks. */
@NullMarked
package io.s3db.replicator.delivery;

import org.jspecify.annotations.NullMarked;
