/**
 * The plugin that carries every change of a database to its destinations, in order and without
 * loss.
 */
@NullMarked
package io.s3db.replicator;

import org.jspecify.annotations.NullMarked;
