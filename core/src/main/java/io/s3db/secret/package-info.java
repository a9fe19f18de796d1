/** Encryption of secret attributes and hashes of passwords, as s3db.js stores them. */
@NullMarked
package io.s3db.secret;

import org.jspecify.annotations.NullMarked;
