package io.s3db.cli.place;

import java.util.Map;

/**
 * A resource as a command sees it.
 *
 * @param name of it
 * @param attributes definitions by name
 * @param timestamps whether its records have {@code createdAt} and {@code updatedAt}
 */
public record Described(String name, Map<String, Object> attributes, boolean timestamps) {}
