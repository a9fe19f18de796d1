/** What a plugin of the database sees, and the one choke point below every write. */
@NullMarked
package io.s3db.plugin;

import org.jspecify.annotations.NullMarked;
