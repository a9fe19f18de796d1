package io.s3db.replicator.capture;

import static io.s3db.replicator.capture.FakeRecords.state;
import static io.s3db.replicator.capture.FakeRecords.unfenceable;
import static io.s3db.replicator.capture.FakeRecords.unstamped;
import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.plugin.PendingWrite;
import io.s3db.plugin.RecordAccess.State;
import io.s3db.record.Stamp;
import io.s3db.store.ETag;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private static final PendingWrite INSERT = Captured.insert("a", 5);
  private static final PendingWrite UPDATE = Captured.update("a", 5);
  private static final PendingWrite DELETE = Captured.delete("a", 4);

  private static Verdict verdict(PendingWrite write, @Nullable State found) {
    return Verdict.of(write, Optional.ofNullable(found), Set.of(), false);
  }

  private static Verdict afterTheWindow(PendingWrite write, @Nullable State found) {
    return Verdict.of(write, Optional.ofNullable(found), Set.of(), true);
  }

  @Test
  void digestsAVersionAsItsStampDoes() {
    // printf 000000000000000500000000000000070 | sha256sum
    assertThat(Stamp.digestOf(Captured.version(5))).isEqualTo("ecd1315a");
  }

  @Test
  void ourVersionMeansApplied() {
    assertThat(verdict(INSERT, state(5, null))).isEqualTo(Verdict.APPLIED);
    assertThat(verdict(UPDATE, state(5, Captured.version(4)))).isEqualTo(Verdict.APPLIED);
  }

  @Test
  void aStampThatNamesOursAsReplacedMeansApplied() {
    assertThat(verdict(INSERT, state(8, Captured.version(5)))).isEqualTo(Verdict.APPLIED);
    assertThat(verdict(UPDATE, state(8, Captured.version(5)))).isEqualTo(Verdict.APPLIED);
  }

  @Test
  void anyOtherNewerVersionIsUnresolved() {
    assertThat(verdict(INSERT, state(8, Captured.version(7)))).isEqualTo(Verdict.UNRESOLVED);
    assertThat(verdict(UPDATE, state(8, Captured.version(7)))).isEqualTo(Verdict.UNRESOLVED);
    assertThat(verdict(DELETE, state(8, null))).isEqualTo(Verdict.UNRESOLVED);
  }

  @Test
  void anOlderRecordRefusedTheInsert() {
    assertThat(verdict(INSERT, state(4, null))).isEqualTo(Verdict.VOID);
    assertThat(verdict(INSERT, state(4, Captured.version(3)))).isEqualTo(Verdict.VOID);
    assertThat(verdict(INSERT, unstamped(4, Captured.tag(4)))).isEqualTo(Verdict.UNRESOLVED);
  }

  @Test
  void aRecordWithoutAStampIsUnresolvedUnlessItsTagIsTheOldOne() {
    assertThat(verdict(UPDATE, unstamped(5, new ETag("foreign")))).isEqualTo(Verdict.UNRESOLVED);
    assertThat(verdict(UPDATE, unstamped(99, Captured.tag(4)))).isEqualTo(Verdict.FENCE);
  }

  @Test
  void theDirectSuccessorOfTheOldStateShowsThatOursLost() {
    assertThat(verdict(UPDATE, state(8, Captured.version(4)))).isEqualTo(Verdict.VOID);
    assertThat(verdict(DELETE, state(8, Captured.version(4)))).isEqualTo(Verdict.VOID);
  }

  @Test
  void theOldStateIsFenced() {
    assertThat(verdict(UPDATE, state(4, null))).isEqualTo(Verdict.FENCE);
    assertThat(verdict(DELETE, state(4, null))).isEqualTo(Verdict.FENCE);
  }

  @Test
  void whatCannotBeFencedIsReadAgainUntilNothingCanArrive() {
    State old = unfenceable(state(4, null));
    assertThat(verdict(UPDATE, old)).isEqualTo(Verdict.READ_AGAIN);
    assertThat(afterTheWindow(UPDATE, old)).isEqualTo(Verdict.VOID);
    State newer = unfenceable(state(8, Captured.version(7)));
    assertThat(verdict(UPDATE, newer)).isEqualTo(Verdict.READ_AGAIN);
    assertThat(afterTheWindow(UPDATE, newer)).isEqualTo(Verdict.UNRESOLVED);
  }

  @Test
  void anAbsentRecordSpeaksDifferentlyOfEachOperation() {
    assertThat(verdict(INSERT, null)).isEqualTo(Verdict.READ_AGAIN);
    assertThat(afterTheWindow(INSERT, null)).isEqualTo(Verdict.VOID);
    assertThat(verdict(UPDATE, null)).isEqualTo(Verdict.UNRESOLVED);
    assertThat(verdict(DELETE, null)).isEqualTo(Verdict.APPLIED);
  }

  @Test
  void ourOwnFenceIsRecognisedEvenWhereTheOldVersionWasDerived() {
    State fenced = state(900, Captured.version(99));
    Set<String> digests = Set.of(Stamp.digestOf(Captured.version(99)));
    assertThat(Verdict.of(UPDATE, Optional.of(fenced), digests, false)).isEqualTo(Verdict.VOID);
  }
}
