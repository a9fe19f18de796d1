package io.s3db.demo;

/**
 * The counts of a comparison.
 *
 * @param expected records that should be there
 * @param missing of those, how many are not
 * @param different of those, how many have another value somewhere
 * @param extra records that are there and should not
 */
record Comparison(long expected, long missing, long different, long extra) {}
