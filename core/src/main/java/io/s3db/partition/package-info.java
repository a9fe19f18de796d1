/** Partitions: secondary indexes made of empty objects whose keys spell out field values. */
@NullMarked
package io.s3db.partition;

import org.jspecify.annotations.NullMarked;
