/** The daemon, and the configuration file it runs. */
@NullMarked
package io.s3db.cli.daemon;

import org.jspecify.annotations.NullMarked;
