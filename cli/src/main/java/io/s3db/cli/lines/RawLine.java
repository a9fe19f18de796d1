package io.s3db.cli.lines;

import org.jspecify.annotations.Nullable;

/**
 * The text of a record, before anybody looks into it.
 *
 * @param number of its first line, from 1
 * @param text without the end of the line
 * @param problem why there is no text, or null
 */
record RawLine(long number, String text, @Nullable String problem) {}
