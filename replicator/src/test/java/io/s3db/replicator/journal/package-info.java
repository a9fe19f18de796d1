/** Tests of the journal's format; the contract and the faults are tested in the test kit. */
@NullMarked
package io.s3db.replicator.journal;

import org.jspecify.annotations.NullMarked;
