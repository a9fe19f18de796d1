package io.s3db.schema;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a document or a definition.
 *
 * @param type the rule that was broken, such as {@code stringMin} or {@code required}
 * @param message one sentence for people that names the field
 * @param field where it is: {@code a.b}, {@code tags[0]}
 * @param expected what the rule asks for, or null if it has no value
 * @param actual the value found, null if there is none
 */
public record Problem(
    String type,
    String message,
    String field,
    @Nullable Object expected,
    @Nullable Object actual) {}
