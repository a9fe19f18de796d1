/** The commands that operate a daemon: how it stands, and what it is to do. */
@NullMarked
package io.s3db.cli.operate;

import org.jspecify.annotations.NullMarked;
