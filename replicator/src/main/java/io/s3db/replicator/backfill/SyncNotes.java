package io.s3db.replicator.backfill;

import io.s3db.Document;
import io.s3db.replicator.journal.Position;
import io.s3db.replicator.state.StateStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps what is known of the syncs of one destination, the newest last. Safe for many threads. */
final class SyncNotes {
  private static final int KEPT = 10;

  private final StateStore state;
  private final String name;
  private List<SyncNote> notes;

  SyncNotes(StateStore state, String replicator) {
    this.state = state;
    this.name = "syncs/" + replicator;
    this.notes = state.note(name).map(SyncNotes::read).orElse(List.of());
  }

  synchronized List<SyncNote> all() {
    return notes;
  }

  synchronized Optional<SyncNote> newest() {
    return notes.isEmpty() ? Optional.empty() : Optional.of(notes.getLast());
  }

  /** Keeps a note durably, in place of an earlier one of the same sync. */
  synchronized void save(SyncNote note) {
    List<SyncNote> next = new ArrayList<>(notes);
    next.removeIf(each -> each.id().equals(note.id()));
    next.add(note);
    notes = List.copyOf(next.subList(Math.max(0, next.size() - KEPT), next.size()));
    state.note(name, write(notes));
  }

  /** Forgets a record that is the place of some of them. */
  synchronized void forget(String resource, String recordId) {
    if (notes.stream().anyMatch(note -> note.standsAt(resource, recordId))) {
      notes =
          notes.stream()
              .map(
                  note ->
                      note.standsAt(resource, recordId)
                          ? note.at(note.index(), null, note.progress())
                          : note)
              .toList();
      state.note(name, write(notes));
    }
  }

  private static String write(List<SyncNote> notes) {
    return Document.of("syncs", notes.stream().map(SyncNotes::write).toList()).toJson();
  }

  private static Map<String, @Nullable Object> write(SyncNote note) {
    SyncProgress progress = note.progress();
    return Document.builder()
        .put("id", note.id())
        .put("phase", note.phase().name())
        .put("reason", note.reason())
        .put("startedAt", note.startedAt().toString())
        .put("endedAt", text(note.endedAt()))
        .put("options", note.options())
        .put("resources", note.resources())
        .put("index", note.index())
        .put("after", note.after())
        .put("remedy", note.remedy())
        .put("end", text(note.end()))
        .put("done", progress.done())
        .put("copied", progress.copied())
        .put("superseded", progress.superseded())
        .put("filtered", progress.filtered())
        .put("unreadable", progress.unreadable())
        .put("counted", progress.counted())
        .build()
        .toMap();
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  @SuppressWarnings("unchecked") // this class wrote it
  private static List<SyncNote> read(String text) {
    return Document.parse(text).list("syncs").stream()
        .map(each -> (Map<String, @Nullable Object>) Objects.requireNonNull(each))
        .map(each -> read(Document.copyOf(each)))
        .toList();
  }

  private static SyncNote read(Document note) {
    return new SyncNote(
        note.text("id"),
        SyncNote.Phase.valueOf(note.text("phase")),
        note.text("reason"),
        Instant.parse(note.text("startedAt")),
        note.get("endedAt") == null ? null : Instant.parse(note.text("endedAt")),
        note.document("options"),
        note.list("resources").stream().map(String::valueOf).toList(),
        (int) note.integer("index"),
        (String) note.get("after"),
        note.bool("remedy"),
        note.get("end") == null ? null : Position.parse(note.text("end")),
        new SyncProgress(
            note.integer("done"),
            note.integer("copied"),
            note.integer("superseded"),
            note.integer("filtered"),
            note.integer("unreadable"),
            note.integer("counted")));
  }
}
