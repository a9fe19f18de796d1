/** What a command writes to: streams, tables, colours, progress. */
@NullMarked
package io.s3db.cli.screen;

import org.jspecify.annotations.NullMarked;
