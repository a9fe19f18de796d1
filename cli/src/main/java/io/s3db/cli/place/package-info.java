/** Where the records are that a command is about: a database, a configuration file, a daemon. */
@NullMarked
package io.s3db.cli.place;

import org.jspecify.annotations.NullMarked;
