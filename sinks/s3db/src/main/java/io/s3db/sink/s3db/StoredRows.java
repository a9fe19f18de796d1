package io.s3db.sink.s3db;

import io.s3db.Document;
import io.s3db.ResourceNotFoundException;
import io.s3db.UnreadableRecordException;
import io.s3db.plugin.RecordAccess;
import io.s3db.plugin.RecordAccess.Ids;
import io.s3db.plugin.RecordAccess.State;
import io.s3db.replicator.spi.KeyFields;
import io.s3db.replicator.spi.StoredRow;
import io.s3db.version.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The records of one resource of the target as rows, in the byte order of their ids.
 *
 * <p>A record that cannot be read is a row without fields. The version of a record is told only if
 * it may be ours: not where the record has no valid stamp, and not where the target has a journal
 * of its own, since its records may have been written there and not be told to us yet.
 */
final class StoredRows {
  private final Connection.Open open;
  private final RecordAccess records;
  private final ParallelReads reads;
  private final String resource;
  private final KeyFields keyFields;

  StoredRows(Connection.Open open, ParallelReads reads, String resource, KeyFields keyFields) {
    this.open = open;
    this.records = open.database().access();
    this.reads = reads;
    this.resource = resource;
    this.keyFields = keyFields;
  }

  /** The next rows behind a key; none at the end. Records deleted meanwhile are passed over. */
  List<StoredRow> page(@Nullable Document after, int most) throws InterruptedException {
    @Nullable String last = after == null ? null : id(after);
    while (true) {
      Ids page = ids(last, most);
      List<StoredRow> rows = read(page.ids());
      if (!rows.isEmpty() || page.ids().isEmpty() || !page.more()) {
        return rows;
      }
      last = page.ids().getLast();
    }
  }

  List<StoredRow> find(List<Document> keys) throws InterruptedException {
    return read(keys.stream().map(StoredRows::id).toList());
  }

  private static String id(Document key) {
    return String.valueOf(key.toMap().values().iterator().next());
  }

  private Ids ids(@Nullable String after, int most) {
    try {
      return records.ids(resource, after, most);
    } catch (ResourceNotFoundException _) {
      return new Ids(List.of(), false);
    }
  }

  private List<StoredRow> read(List<String> ids) throws InterruptedException {
    if (ids.isEmpty()) {
      return List.of();
    }
    boolean others = open.database().hasJournals();
    List<StoredRow> rows = new ArrayList<>();
    for (Optional<StoredRow> each : reads.all(ids, id -> one(id, others))) {
      each.ifPresent(rows::add);
    }
    return rows;
  }

  private Optional<StoredRow> one(String id, boolean others) {
    try {
      return records
          .read(resource, id)
          .filter(state -> !state.version().deleted())
          .map(state -> row(id, state, others));
    } catch (ResourceNotFoundException _) {
      return Optional.empty();
    } catch (UnreadableRecordException _) {
      return Optional.of(ReadBack.row(keyFields, id, Document.of()));
    }
  }

  private StoredRow row(String id, State state, boolean others) {
    StoredRow row = ReadBack.row(keyFields, id, Row.fields(state.document()));
    @Nullable Version version = state.stamped() && !others ? state.version() : null;
    return new StoredRow(row.key(), version, row.fields());
  }
}
