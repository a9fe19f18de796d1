package io.s3db;

import io.s3db.write.RecordFormat;
import io.s3db.write.StaleFormatException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The format of a resource as far as this process knows, brought up to date when a record shows
 * that another process has changed the definition.
 *
 * <p>Without that, fields of attributes that were added elsewhere would be shown under their
 * numbers instead of their names.
 */
final class CurrentFormat {
  private final Supplier<RecordFormat> reload;
  private volatile RecordFormat format;

  CurrentFormat(RecordFormat format, Supplier<RecordFormat> reload) {
    this.format = format;
    this.reload = reload;
  }

  RecordFormat now() {
    return format;
  }

  void evolve(RecordFormat changed) {
    format = changed;
  }

  /** Reads the catalogue again. */
  synchronized void reread() {
    format = reload.get();
  }

  /** Does some work, and does it again if the format turned out to be old. */
  <T> T with(Function<RecordFormat, T> work) {
    while (true) {
      try {
        return work.apply(format);
      } catch (StaleFormatException e) {
        refresh(e.definition());
      }
    }
  }

  /** A definition that even the catalogue does not know is not waited for. */
  private synchronized void refresh(long definition) {
    if (format.newest() < definition) {
      format = reload.get().tolerating(definition);
    }
  }
}
