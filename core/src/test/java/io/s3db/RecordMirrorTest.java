package io.s3db;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.plugin.PendingWrite;
import io.s3db.plugin.RecordAccess;
import io.s3db.store.ETag;
import io.s3db.store.MemoryStore;
import io.s3db.version.HybridClock;
import io.s3db.version.Version;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordMirrorTest {
  private static final Optional<ETag> UNKNOWN = Optional.empty();

  private final HybridClock source =
      new HybridClock(InstantSource.system(), 42, Duration.ofMinutes(1));
  private final FaultyStore store = new FaultyStore(MemoryStore.create(InstantSource.system()));
  private final RecordingInterceptor plugin = new RecordingInterceptor("plugin", store);
  private final S3db target = S3db.builder().store(store).sleeper(_ -> {}).connect();
  private final Resource things =
      target.createResource("things", r -> r.attribute("n", "number").timestamps(true));
  private final RecordMirror mirror = target.mirror();

  private MirrorOutcome put(int n, Version version, Optional<ETag> known) {
    return mirror.put("things", "a", Document.of("n", n), version, known);
  }

  private RecordAccess.State state() {
    target.use(plugin);
    return plugin.context().records().read("things", "a").orElseThrow();
  }

  private static Optional<ETag> etag(MirrorOutcome outcome) {
    return Optional.ofNullable(((MirrorOutcome.Written) outcome).etag());
  }

  @Test
  void writesTheVersionOfTheSourceAndNoTimestampsOfItsOwn() {
    Version version = source.next();

    put(1, version, UNKNOWN);

    assertThat(state().version()).isEqualTo(version);
    assertThat(things.get("a")).isEqualTo(Document.of("id", "a", "n", 1));
  }

  @Test
  void newerStatesStay() {
    Version older = source.next();
    Version newer = source.next();
    put(2, newer, UNKNOWN);

    MirrorOutcome late = put(1, older, UNKNOWN);

    assertThat(late).isInstanceOf(MirrorOutcome.Superseded.class);
    assertThat(((MirrorOutcome.Superseded) late).present()).isEqualTo(newer);
    assertThat(things.get("a").integer("n")).isEqualTo(2);
  }

  @Test
  void anEqualStateIsNotWrittenAgainButRepairedIfItDiffers() {
    Version version = source.next();
    put(1, version, UNKNOWN);

    assertThat(put(1, version, UNKNOWN)).isInstanceOf(MirrorOutcome.Unchanged.class);
    assertThat(put(5, version, UNKNOWN)).isInstanceOf(MirrorOutcome.Written.class);
    assertThat(things.get("a").integer("n")).isEqualTo(5);
  }

  @Test
  void aKnownTagThatIsNoLongerTrueIsFoundOut() {
    Optional<ETag> known = etag(put(1, source.next(), UNKNOWN));
    things.update("a", Document.of("n", 100));

    Version older = new Version(1, 42, false);
    assertThat(put(2, older, known)).isInstanceOf(MirrorOutcome.Superseded.class);
    assertThat(things.get("a").integer("n")).isEqualTo(100);
  }

  @Test
  void removesWhatIsOlderThanTheTombstone() {
    Version first = source.next();
    Optional<ETag> known = etag(put(1, first, UNKNOWN));
    assertThat(mirror.remove("things", "a", first.tombstone(), known))
        .isInstanceOf(MirrorOutcome.Removed.class);
    assertThat(mirror.remove("things", "a", first.tombstone(), UNKNOWN))
        .isInstanceOf(MirrorOutcome.Absent.class);

    put(2, source.next(), UNKNOWN);
    assertThat(mirror.remove("things", "a", first.tombstone(), UNKNOWN))
        .isInstanceOf(MirrorOutcome.Superseded.class);
    assertThat(things.get("a").integer("n")).isEqualTo(2);
  }

  @Test
  void passesThroughInterceptorsWithBeforeAndAfter() {
    Optional<ETag> known = etag(put(1, source.next(), UNKNOWN));
    target.use(plugin);
    Version second = source.next();

    put(2, second, known);

    PendingWrite write = plugin.writes.getFirst();
    assertThat(write.operation()).isEqualTo(Operation.UPDATE);
    assertThat(write.version()).isEqualTo(second);
    assertThat(write.before()).isEqualTo(Document.of("id", "a", "n", 1));
    assertThat(write.after()).isEqualTo(Document.of("id", "a", "n", 2));
  }

  @Test
  void twoMirrorsOfEachOtherComeToRest() {
    MemoryStore otherStore = MemoryStore.create(InstantSource.system());
    try (S3db other = S3db.builder().store(otherStore).connect()) {
      other.createResource("things", r -> r.attribute("n", "number").timestamps(true));
      things.insert(Document.of("id", "a", "n", 1));
      Version version = state().version();
      Document record = things.get("a");

      assertThat(other.mirror().put("things", "a", record, version, UNKNOWN))
          .isInstanceOf(MirrorOutcome.Written.class);
      assertThat(mirror.put("things", "a", other.resource("things").get("a"), version, UNKNOWN))
          .isInstanceOf(MirrorOutcome.Unchanged.class);
    }
  }

  @Test
  void aFenceKeepsTheDataAndStopsLateRequests() {
    things.insert(Document.of("id", "a", "n", 1));
    RecordAccess.State state = state();
    RecordAccess records = plugin.context().records();
    Document before = things.get("a");

    assertThat(state.fenceable()).isTrue();
    assertThat(records.fence("things", "a", state)).isTrue();
    assertThat(records.fence("things", "a", state)).isFalse();

    RecordAccess.State fenced = records.read("things", "a").orElseThrow();
    assertThat(fenced.etag()).isNotEqualTo(state.etag());
    assertThat(fenced.version()).isGreaterThan(state.version());
    assertThat(fenced.replaced()).isEqualTo(io.s3db.record.Stamp.digestOf(state.version()));
    assertThat(things.get("a")).isEqualTo(before);
    assertThat(records.read("things", "x")).isEmpty();
  }
}
