/** The commands that read and write records. */
@NullMarked
package io.s3db.cli.records;

import org.jspecify.annotations.NullMarked;
