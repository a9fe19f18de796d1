package io.s3db.replicator.delivery;

import io.s3db.replicator.journal.Position;
import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.spi.Key;
import io.s3db.replicator.state.DeadLetter;
import io.s3db.replicator.state.LogEntry;
import io.s3db.replicator.state.ParkedChange;
import io.s3db.replicator.state.StateChange;
import io.s3db.replicator.state.StateStore;
import io.s3db.replicator.state.StreamId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A state that stops taking changes when the process dies. */
final class CrashingState implements StateStore {
  private final StateStore store;
  private final Crash crash;

  CrashingState(StateStore store, Crash crash) {
    this.store = store;
    this.crash = crash;
  }

  @Override
  public void apply(List<StateChange> changes) {
    crash.step();
    store.apply(changes);
  }

  @Override
  public Optional<List<Position>> checkpoint(StreamId stream) {
    return store.checkpoint(stream);
  }

  @Override
  public Set<StreamId> streams() {
    return store.streams();
  }

  @Override
  public List<ParkedChange> parked(StreamId stream) {
    return store.parked(stream);
  }

  @Override
  public Optional<DeadLetter> deadLetter(String replicator, DeliveryId id) {
    return store.deadLetter(replicator, id);
  }

  @Override
  public List<DeadLetter> deadLetters(String replicator, DeadLetter.Status status, int limit) {
    return store.deadLetters(replicator, status, limit);
  }

  @Override
  public List<DeadLetter> deadLettersOf(String replicator, String resource, String recordId) {
    return store.deadLettersOf(replicator, resource, recordId);
  }

  @Override
  public Optional<Key> mappedKey(
      String replicator, String target, String resource, String recordId) {
    return store.mappedKey(replicator, target, resource, recordId);
  }

  @Override
  public Set<Key> suspectKeys(String replicator, String target, String resource, String recordId) {
    return store.suspectKeys(replicator, target, resource, recordId);
  }

  @Override
  public Set<String> suspectTargets(String replicator) {
    return store.suspectTargets(replicator);
  }

  @Override
  public Set<String> mappedTargets(String replicator) {
    return store.mappedTargets(replicator);
  }

  @Override
  public long deadLetterCount(String replicator, DeadLetter.Status status) {
    return store.deadLetterCount(replicator, status);
  }

  @Override
  public long parkedCount(String replicator) {
    return store.parkedCount(replicator);
  }

  @Override
  public Set<String> fieldsWritten(String replicator, String route) {
    return store.fieldsWritten(replicator, route);
  }

  @Override
  public List<PendingLog> pendingLog(int limit) {
    return store.pendingLog(limit);
  }

  @Override
  public List<LogEntry> openLog(String replicator) {
    return store.openLog(replicator);
  }

  @Override
  public Map<String, Long> counters(String replicator) {
    return store.counters(replicator);
  }

  @Override
  public Optional<String> note(String name) {
    return store.note(name);
  }

  @Override
  public void note(String name, String text) {
    crash.step();
    store.note(name, text);
  }

  @Override
  public void close() {
    store.close();
  }
}
