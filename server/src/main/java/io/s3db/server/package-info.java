/** The daemon: a configuration file becomes a database with its replication, served over HTTP. */
@NullMarked
package io.s3db.server;

import org.jspecify.annotations.NullMarked;
