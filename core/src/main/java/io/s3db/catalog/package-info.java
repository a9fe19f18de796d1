/** The catalogue of a database, s3db.json: resources, their versions and attribute ids. */
@NullMarked
package io.s3db.catalog;

import org.jspecify.annotations.NullMarked;
