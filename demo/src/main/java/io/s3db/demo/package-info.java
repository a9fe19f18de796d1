/** The main job on embedded services: payments are written, replicated, disturbed and compared. */
@NullMarked
package io.s3db.demo;

import org.jspecify.annotations.NullMarked;
