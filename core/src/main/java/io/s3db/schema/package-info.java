/** Attribute definitions, their ids, validation and defaults. */
@NullMarked
package io.s3db.schema;

import org.jspecify.annotations.NullMarked;
