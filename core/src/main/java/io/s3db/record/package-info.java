/** A record and the object it is stored as: type codecs, metadata encoding, behaviours, stamps. */
@NullMarked
package io.s3db.record;

import org.jspecify.annotations.NullMarked;
