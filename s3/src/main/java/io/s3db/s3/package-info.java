/** The object store on Amazon S3 and on servers that speak its protocol. */
@NullMarked
package io.s3db.s3;

import org.jspecify.annotations.NullMarked;
