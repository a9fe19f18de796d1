package io.s3db.replicator;

import io.s3db.plugin.PluginContext;
import io.s3db.replicator.journal.FileJournal;
import io.s3db.replicator.journal.FileLayer;
import io.s3db.replicator.journal.Journal;
import io.s3db.replicator.journal.JournalOptions;
import io.s3db.replicator.journal.MemoryJournal;
import io.s3db.replicator.state.SqliteState;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The journal and the state, in one folder or in memory. */
record Storage(Journal journal, SqliteState state) implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReplicatorPlugin.class);
  private static final String STATE = "state.db";
  private static final long MEMORY_LIMIT = 256L << 20;
  private static final long LEAST_SEGMENT = 64L << 10;

  static Storage open(Settings.Journal settings, PluginContext context, RandomGenerator random) {
    boolean memory =
        settings.durability().orElse(usual(context)) == Durability.MEMORY
            && settings.path().isEmpty();
    return memory ? inMemory(settings, random) : inFolder(settings, context, random);
  }

  private static Durability usual(PluginContext context) {
    String address = context.store().describe();
    return address.equals("memory") || address.startsWith("memory:")
        ? Durability.MEMORY
        : Durability.DISK;
  }

  /** The largest size after which a destination is detached, or writes are refused. */
  static long limit(Settings.Journal settings, boolean memory) {
    return memory && settings.maxSize() == Long.MAX_VALUE ? MEMORY_LIMIT : settings.maxSize();
  }

  boolean isMemory() {
    return journal instanceof MemoryJournal;
  }

  private static Storage inMemory(Settings.Journal settings, RandomGenerator random) {
    LOG.info("Changes wait in memory: they are gone with this process.");
    long most = hardLimit(settings, limit(settings, true));
    return new Storage(MemoryJournal.create(most, random), SqliteState.inMemory());
  }

  private static Storage inFolder(
      Settings.Journal settings, PluginContext context, RandomGenerator random) {
    Path folder =
        settings
            .path()
            .orElseGet(() -> settings.folder().resolve(".s3db").resolve(context.database().name()))
            .toAbsolutePath();
    Journal journal =
        FileJournal.open(folder, options(settings), FileLayer.disk(), context.time(), random);
    try {
      SqliteState state = SqliteState.open(folder.resolve(STATE));
      LOG.info("Changes are recorded in {}.", folder);
      return new Storage(journal, state);
    } catch (RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  private static JournalOptions options(Settings.Journal settings) {
    JournalOptions.Durability durability =
        switch (settings.durability().orElse(Durability.DISK)) {
          case PROCESS -> JournalOptions.Durability.PROCESS;
          case DISK, MEMORY -> JournalOptions.Durability.DISK;
        };
    JournalOptions options =
        JournalOptions.defaults().withDurability(durability).withRetention(settings.retention());
    if (settings.maxSize() == Long.MAX_VALUE) {
      return options;
    }
    long segment = Math.clamp(settings.maxSize() / 16, LEAST_SEGMENT, options.segmentBytes());
    return options.withSegmentBytes(segment).withMaxSize(hardLimit(settings, settings.maxSize()));
  }

  /** Where the journal refuses more: some room is left to detach in time. */
  private static long hardLimit(Settings.Journal settings, long limit) {
    boolean detach = settings.whenFull() == WhenFull.DETACH && limit < Long.MAX_VALUE / 2;
    return detach ? limit + limit / 4 : limit;
  }

  @Override
  public void close() {
    state.close();
    journal.close();
  }
}
