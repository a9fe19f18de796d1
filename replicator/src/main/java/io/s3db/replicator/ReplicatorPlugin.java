package io.s3db.replicator;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.S3db;
import io.s3db.plugin.Plugin;
import io.s3db.plugin.PluginContext;
import io.s3db.replicator.backfill.Sync;
import io.s3db.replicator.backfill.SyncOptions;
import io.s3db.replicator.backfill.VerifyOptions;
import io.s3db.replicator.backfill.VerifyReport;
import io.s3db.replicator.delivery.RedriveResult;
import io.s3db.replicator.explain.Explanation;
import io.s3db.replicator.purge.PurgeOptions;
import io.s3db.replicator.purge.PurgeReport;
import io.s3db.replicator.route.Routing;
import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.state.DeadLetter;
import io.s3db.replicator.watch.WatchOptions;
import io.s3db.replicator.watch.Watching;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Carries every insert, update and delete of a database to other systems, in order and without
 * loss.
 *
 * <pre>{@code
 * ReplicatorPlugin replication =
 *     ReplicatorPlugin.builder()
 *         .replicator("postgresql", r -> r
 *             .resources("users")
 *             .resource("orders", m -> m.to("order_facts").actions(INSERT, UPDATE))
 *             .config("connectionString", url))
 *         .build();
 * S3db db = S3db.builder().connectionString("file:///var/shop").plugin(replication).connect();
 * }</pre>
 *
 * <p>A write is recorded durably before the store is asked, and delivered in the background: no
 * write waits for a destination, and neither does opening the database. A destination that is down
 * is tried again for as long as it takes, and none affects another. After a crash delivery goes on
 * where it was. Give the plugin to {@code S3db.builder().plugin(…)} or to {@code db.use(…)}; what
 * is written from then on is replicated. One plugin serves one database.
 *
 * <p>Safe for many threads.
 */
public final class ReplicatorPlugin implements Plugin {
  private final Settings settings;
  private final EventHub hub = new EventHub();
  private final Object changing = new Object();
  private volatile @Nullable Running running;
  private boolean used;

  private ReplicatorPlugin(Settings settings) {
    this.settings = settings;
  }

  /** Starts to configure a plugin. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * A plugin from plain values, as they are read from a file: {@code enabled}, {@code replicators}
   * (a list of maps or of {@link Replicator}s), {@code verbose}, {@code persistReplicatorLog},
   * {@code replicatorLogResource}, {@code logErrors}, {@code logSuccesses}, {@code logRetention},
   * {@code batchSize}, {@code maxRetries}, {@code timeout}, {@code journal} ({@code path}, {@code
   * durability}, {@code maxSize}, {@code whenFull}, {@code retention}), {@code writer}, {@code
   * closeTimeout}, {@code watch} ({@code enabled}, {@code interval}, {@code maxRequestsPerHour},
   * {@code maxDeletes}), {@code resourceFilter}, {@code resourceAllowlist}, {@code
   * resourceBlocklist}.
   *
   * @throws ConfigurationException with every problem and its path
   */
  public static ReplicatorPlugin of(Map<String, ? extends @Nullable Object> values) {
    return of(values, Path.of(""));
  }

  /**
   * As {@link #of(Map)}, for values read from a file: a {@code transform} that names a file ({@code
   * file:orders.js}) finds it relative to this folder, instead of the working directory, and a
   * journal without a path is in {@code .s3db} there.
   *
   * @throws ConfigurationException with every problem and its path
   */
  public static ReplicatorPlugin of(Map<String, ? extends @Nullable Object> values, Path folder) {
    return new ReplicatorPlugin(
        SettingsReader.read(values, Drivers.installed(), TransformReader.installed(folder))
            .in(folder));
  }

  @Override
  public String name() {
    return "ReplicatorPlugin";
  }

  @Override
  public void start(PluginContext context) {
    synchronized (changing) {
      if (used) {
        throw new IllegalStateException(
            "this ReplicatorPlugin was started before: make one for each database");
      }
      used = true;
      if (settings.enabled()) {
        running = Running.start(settings, context, hub);
      }
    }
  }

  /**
   * Refuses further writes of replicated resources, delivers what it can within the close timeout,
   * and keeps the rest for the next start.
   */
  @Override
  public void stop() {
    synchronized (changing) {
      Running now = running;
      running = null;
      if (now != null) {
        now.stop();
      }
    }
  }

  @Override
  public Optional<String> adviceOnMissing(String resource) {
    return resource.equals(settings.log().resource()) && !settings.log().persist()
        ? Optional.of(
            "It is the replication log, which is kept in the database only with the option"
                + " persistReplicatorLog: true.")
        : Optional.empty();
  }

  /**
   * Listens to events by name: {@code replicated}, {@code replicator_error}, {@code skipped},
   * {@code superseded}, {@code dead_lettered}, {@code redriven}, {@code state_changed}, {@code
   * warned}, {@code detached}, {@code sync_changed}, {@code verified}; also {@code
   * plg:replicator:replicated} and {@code plg:replicator:error}.
   *
   * @throws IllegalArgumentException naming the nearest, if there is no such event
   */
  public Subscription on(String event, Consumer<? super ReplicationEvent> listener) {
    return hub.on(EventNames.type(event), listener);
  }

  /**
   * Listens to events of a type.
   *
   * <p>Each listener is called by a thread of its own, in order. One that throws is called again
   * with the next event; for one that is slow ten thousand events wait, later ones are dropped and
   * counted.
   */
  public <E extends ReplicationEvent> Subscription on(Class<E> type, Consumer<? super E> listener) {
    return hub.on(type, listener);
  }

  /** How each destination stands, in the order of the configuration; none if not running. */
  public List<ReplicatorStatus> status() {
    Running now = running;
    return now == null ? List.of() : now.ways().all().stream().map(now::status).toList();
  }

  /**
   * How one destination stands.
   *
   * @throws IllegalArgumentException naming the nearest, if there is no such destination
   */
  public ReplicatorStatus status(String id) {
    Way way = way(id);
    return running().status(way);
  }

  /** What the plugin as a whole counts. */
  public ReplicatorStatistics statistics() {
    Running now = running;
    return now == null ? ReplicatorStatistics.NONE : now.statistics();
  }

  /** Changes that a destination refused for good and that were not redriven, oldest first. */
  public List<DeadLetter> deadLetters(String id, int limit) throws InterruptedException {
    way(id);
    return running().savedState().deadLetters(id, DeadLetter.Status.DEAD, limit);
  }

  /**
   * A page of dead letters, oldest first.
   *
   * @param resource only of this resource; empty for all
   * @param after the last one of the page before; null for the first page
   */
  public List<DeadLetter> deadLetters(
      String id, String resource, @Nullable DeliveryId after, int limit)
      throws InterruptedException {
    way(id);
    return running().savedState().deadLetters(id, DeadLetter.Status.DEAD, resource, after, limit);
  }

  /**
   * What each destination would get of a change of a record: the routes of its resource, applied.
   * Nothing is sent or kept. Works whether the plugin is running or not; before it runs, secret
   * attributes are not known and not left out.
   *
   * @param record after the change, with its id; of a delete, as it was
   * @param before as it was before an update; null if that is not known
   */
  public List<Preview> preview(
      String resource, Operation operation, Document record, @Nullable Document before)
      throws InterruptedException {
    Running now = running;
    return Previews.of(
        settings,
        now == null ? new Routing() : now.parts().routing(),
        resource,
        operation,
        record,
        before);
  }

  /** All configured routes, in the order of the configuration. */
  public List<RoutePlan> routes() {
    return RoutePlan.of(settings);
  }

  /**
   * Asks each destination whether it is there and lets us in, one after another. The plugin need
   * not run: nothing is written, and no journal is opened.
   *
   * @param source the database whose changes the destinations are to get
   * @return what a destination says against being used, by its id; nothing for those that are fine
   */
  public Map<String, String> probe(S3db source) throws InterruptedException {
    Map<String, String> problems = new LinkedHashMap<>();
    for (Settings.Destination each : settings.destinations()) {
      new Checkup(each, source).run().ifPresent(problem -> problems.put(each.id(), problem));
    }
    return problems;
  }

  /** The ids of the destinations to which a resource is routed. */
  public List<String> destinationsOf(String resource) {
    return settings.destinations().stream()
        .filter(each -> !Previews.routes(settings, each, resource).isEmpty())
        .map(Settings.Destination::id)
        .toList();
  }

  /**
   * Sends dead letters again, to this destination only.
   *
   * @param ids which ones, or none for all that wait
   * @param timeout how long to wait for the destination
   */
  public List<RedriveResult> redrive(String id, List<DeliveryId> ids, Duration timeout)
      throws InterruptedException {
    Way way = way(id);
    return ids.isEmpty()
        ? way.destination().redriveAll(timeout)
        : way.destination().redrive(ids, false, timeout);
  }

  /**
   * Sends dead letters again even if later changes of their records were sent meanwhile. Mirrors
   * refuse those all the same.
   */
  public List<RedriveResult> redriveLate(String id, List<DeliveryId> ids, Duration timeout)
      throws InterruptedException {
    return way(id).destination().redrive(ids, true, timeout);
  }

  /**
   * Stops delivering to a destination until {@link #resume}; what comes in waits in the journal.
   */
  public void pause(String id) throws InterruptedException {
    way(id).destination().pause("It was paused by hand.");
  }

  /** Goes on after a pause. */
  public void resume(String id) throws InterruptedException {
    way(id).destination().resume();
  }

  /** Switches a destination off: nothing waits for it any more. */
  public void disable(String id) throws InterruptedException {
    way(id).destination().disable("It was switched off by hand.");
  }

  /**
   * Switches a destination on again. It goes on where it ended if the journal still holds that; one
   * that needs sync goes on with the changes made from now on.
   */
  public void enable(String id) throws InterruptedException {
    way(id).enable();
  }

  /** As {@link #sync(String, SyncOptions)}, of all its records. */
  public Sync sync(String id) {
    return sync(id, SyncOptions.all());
  }

  /**
   * Copies existing records to a destination, while writes go on; it goes on by itself after a
   * restart. Records pass the routes of the destination as inserts do. One that needs sync is
   * switched on by this, and gets the changes made from now on.
   *
   * @throws IllegalArgumentException naming the nearest, if there is no such destination or a
   *     resource is not routed there
   * @throws IllegalStateException if a sync of it is under way, or it is disabled
   */
  public Sync sync(String id, SyncOptions options) {
    way(id);
    requireOptions(options, "a sync", "SyncOptions.all()");
    return running().syncs().start(id, options);
  }

  /** As {@link #verify(String, VerifyOptions)}: compares everything, changes nothing. */
  public VerifyReport verify(String id) throws InterruptedException {
    return verify(id, VerifyOptions.compare());
  }

  /**
   * Compares the rows of a destination with what its routes make of the records now, while writes
   * go on; and puts right what differs if told to. Every record and every row is read once.
   *
   * <p>A destination of events has no rows: there it finds out what became of each change that the
   * journal still holds.
   *
   * @throws IllegalArgumentException naming the nearest, if there is no such destination or a
   *     resource is not routed there
   * @throws IllegalStateException if its driver cannot read rows back, it stands still, or a
   *     verification of it is under way
   * @throws io.s3db.S3dbException if a side cannot be read now, or the destination does not catch
   *     up
   */
  public VerifyReport verify(String id, VerifyOptions options) throws InterruptedException {
    Way way = way(id);
    requireOptions(options, "a verification", "VerifyOptions.compare()");
    return running().operations().verify(way, options);
  }

  /**
   * Refuses at once a verification that could never be finished: for those who begin one elsewhere.
   *
   * @throws IllegalArgumentException as {@link #verify(String, VerifyOptions)}
   * @throws IllegalStateException as {@link #verify(String, VerifyOptions)}
   */
  public void checkVerify(String id, VerifyOptions options) throws InterruptedException {
    running().operations().checkVerify(way(id), options);
  }

  /**
   * The search for changes that other programs make.
   *
   * @throws IllegalStateException if it is not switched on
   */
  public Watching watch() {
    return running()
        .watch()
        .map(each -> each.watcher().handle())
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "changes of other programs are not looked for: switch that on with watch:"
                        + " { enabled: true }"));
  }

  private static void requireOptions(@Nullable Object options, String of, String all) {
    if (options == null) {
      throw new IllegalArgumentException("the options of " + of + " are null: give it " + all);
    }
  }

  /** The sync of a destination that is under way, if there is one. */
  public Optional<Sync> runningSync(String id) {
    way(id);
    return running().syncs().running(id);
  }

  /**
   * What became of one record: its changes that the journal still holds, and how each stands at
   * each destination. Sends nothing and writes nothing; reads the record once, and the newest 256
   * MiB of the journal at most.
   *
   * @throws io.s3db.ResourceNotFoundException naming the nearest, if there is no such resource and
   *     nothing is known of one
   */
  public Explanation explain(String resource, String id) throws InterruptedException {
    return running().operations().explain(resource, id);
  }

  /** As {@link #purge(String, String, PurgeOptions)}, with the default options. */
  public PurgeReport purge(String resource, String id) throws InterruptedException {
    return purge(resource, id, PurgeOptions.defaults());
  }

  /**
   * Erases what a deleted record left in the journal, the state, the replication log and the
   * claims; its rows at destinations are theirs. May be repeated; after a crash it is.
   *
   * @throws io.s3db.S3dbException if the record is still there, if a destination is still to be
   *     sent a change of it, or if a file or the store could not be written
   */
  public PurgeReport purge(String resource, String id, PurgeOptions options)
      throws InterruptedException {
    return running().operations().purge(resource, id, options);
  }

  /**
   * Waits until every write that has returned so far is settled at all destinations: delivered,
   * superseded, skipped by rule, or a dead letter. A record that was refused and is tried again is
   * not settled yet: it is waited for until it is accepted, or its retries are over.
   *
   * <p>True at once if replication is switched off ({@code enabled}): there is nothing to wait for.
   *
   * @return whether it is so; false after the timeout
   * @throws IllegalStateException if the database is not open, or was closed: nobody knows then
   */
  public boolean awaitReplicated(Duration timeout) throws InterruptedException {
    if (!settings.enabled()) {
      return true;
    }
    Ways ways = running().ways();
    return ways.awaitReplicated(ways.all(), timeout);
  }

  /** As {@link #awaitReplicated(Duration)}, at one destination. */
  public boolean awaitReplicated(String id, Duration timeout) throws InterruptedException {
    Way way = way(id);
    return running().ways().awaitReplicated(List.of(way), timeout);
  }

  /** What is configured, without credentials. */
  @Override
  public String toString() {
    return "ReplicatorPlugin["
        + String.join(
            ", ",
            settings.destinations().stream()
                .map(each -> each.id() + " -> " + each.sink().target())
                .toList())
        + "]";
  }

  private Running running() {
    Running now = running;
    if (now == null) {
      throw new IllegalStateException(
          "the ReplicatorPlugin is not running: it is disabled, or its database is not open");
    }
    return now;
  }

  private Way way(String id) {
    return running().ways().find(id);
  }

  /** Collects a configuration; {@link #build} reports all its problems at once. */
  public static final class Builder {
    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> journal = new LinkedHashMap<>();
    private final List<Replicator> replicators = new ArrayList<>();

    private Builder() {}

    /** Whether to replicate at all; true unless told. */
    public Builder enabled(boolean value) {
      return set("enabled", value);
    }

    /** Adds a destination. */
    public Builder replicator(Replicator replicator) {
      replicators.add(replicator);
      return this;
    }

    /** Adds a destination of a driver, such as {@code postgresql}. */
    public Builder replicator(String driver, Consumer<Replicator.Builder> description) {
      Replicator.Builder replicator = Replicator.builder(driver);
      description.accept(replicator);
      return replicator(replicator.build());
    }

    /** Writes each step to the application's log; false unless told. */
    public Builder verbose(boolean value) {
      return set("verbose", value);
    }

    /** Keeps the replication log in a resource of the database; false unless told. */
    public Builder persistReplicatorLog(boolean value) {
      return set("persistReplicatorLog", value);
    }

    /** The name of that resource; {@code replicator_log} unless told. */
    public Builder replicatorLogResource(String name) {
      return set("replicatorLogResource", name);
    }

    /** Whether failures are written there; true unless told. */
    public Builder logErrors(boolean value) {
      return set("logErrors", value);
    }

    /** Whether deliveries are written there too; false unless told. */
    public Builder logSuccesses(boolean value) {
      return set("logSuccesses", value);
    }

    /** How long its records are kept; 30 days unless told. */
    public Builder logRetention(Duration time) {
      return set("logRetention", time);
    }

    /** The most records in one write to a destination; 100 unless told. */
    public Builder batchSize(int records) {
      return set("batchSize", records);
    }

    /** How often a failed attempt is repeated in a round; 3 unless told. */
    public Builder maxRetries(int times) {
      return set("maxRetries", times);
    }

    /** How long one attempt may take; 30 seconds unless told. */
    public Builder timeout(Duration time) {
      return set("timeout", time);
    }

    /** The folder of the journal and the state; {@code .s3db/DATABASE} unless told. */
    public Builder journalPath(Path folder) {
      journal.put("path", folder);
      return this;
    }

    /** What a write waits for; the disk unless told, memory for databases in memory. */
    public Builder durability(Durability durability) {
      journal.put("durability", durability);
      return this;
    }

    /** The largest size of the journal, in bytes; no limit unless told. */
    public Builder journalMaxSize(long bytes) {
      journal.put("maxSize", bytes);
      return this;
    }

    /** What happens at the largest size; the destination that is behind is detached unless told. */
    public Builder whenJournalFull(WhenFull what) {
      journal.put("whenFull", what);
      return this;
    }

    /** How long changes are kept that nobody needs any more; not at all unless told. */
    public Builder journalRetention(Duration time) {
      journal.put("retention", time);
      return this;
    }

    /** The name of this process among those that write the database; {@code main} unless told. */
    public Builder writer(String name) {
      return set("writer", name);
    }

    /** How long closing the database may wait for destinations; 10 seconds unless told. */
    public Builder closeTimeout(Duration time) {
      return set("closeTimeout", time);
    }

    /** Looks for changes that other programs make in the bucket; not done unless told. */
    public Builder watch(WatchOptions options) {
      return set("watch", options);
    }

    /** Resources that do not pass are never replicated, whatever destinations list. */
    public Builder resourceFilter(Predicate<String> filter) {
      return set("resourceFilter", filter);
    }

    /** Only these resources may be replicated; at least one. */
    public Builder resourceAllowlist(String... names) {
      return set("resourceAllowlist", names.clone());
    }

    /** These resources are never replicated. */
    public Builder resourceBlocklist(String... names) {
      return set("resourceBlocklist", names.clone());
    }

    /**
     * The plugin.
     *
     * @throws ConfigurationException with every problem and its path
     */
    public ReplicatorPlugin build() {
      Map<String, @Nullable Object> all = new LinkedHashMap<>(values);
      all.put("journal", new LinkedHashMap<>(journal));
      all.put("replicators", List.copyOf(replicators));
      return of(all);
    }

    private Builder set(String name, Object value) {
      values.put(name, value);
      return this;
    }
  }
}
