package io.s3db.replicator.journal;

import java.io.IOException;
import java.nio.file.Path;

/** A lock file of this very process was to be opened: closing it again would end the lock. */
final class FileHeldException extends IOException {
  private static final long serialVersionUID = 1L;

  FileHeldException(Path file) {
    super(file + " is a lock that this process holds");
  }
}
