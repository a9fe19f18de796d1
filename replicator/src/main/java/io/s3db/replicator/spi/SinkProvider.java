package io.s3db.replicator.spi;

import io.s3db.replicator.options.Options;
import java.util.List;

/** A driver, found with {@link java.util.ServiceLoader} by its name. */
public interface SinkProvider {
  /** The name in the configuration, and in every report: {@code postgresql}. */
  String driver();

  /** Other names that are accepted. */
  default List<String> aliases() {
    return List.of();
  }

  /**
   * Reads the {@code config} of a destination. Connects to nothing. Problems are left in the
   * options, all of them; the result is used only if there are none.
   */
  Configured configure(Options config);

  /** A destination whose configuration was read. */
  interface Configured {
    /**
     * What the destination is, without credentials: {@code postgresql://host:5432/shop}. A
     * checkpoint belongs to this text; another one under the same id is another destination.
     */
    String target();

    /** What its options say about attempts and batches. */
    default Pace pace() {
      return Pace.OF_THE_PLUGIN;
    }

    /**
     * Opens it. Does not wait for the destination: it may be down, and is tried with the first
     * write.
     */
    Sink open(SinkContext context);
  }
}
