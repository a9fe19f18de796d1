package io.s3db.catalog;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of a resource's attributes.
 *
 * @param nextIndex the number the next new attribute gets
 * @param mapping attribute paths and their numbers, in order
 * @param burned numbers that removed attributes had, as the catalogue lists them; never used again
 */
public record SchemaRegistry(
    int nextIndex, Map<String, Integer> mapping, List<Map<String, @Nullable Object>> burned) {}
