package io.s3db.sink.postgresql;

import io.s3db.Document;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.Key;
import io.s3db.replicator.spi.Rejection;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The part of a batch that goes to one table, as text for its columns. */
final class TableRows {
  private final TableTarget target;
  private final Plan plan;
  private final RowSet upserts;
  private final RowSet deletes;
  private final List<Delivery> accepted = new ArrayList<>();
  private final List<Rejection> rejections = new ArrayList<>();
  private final Map<Column, String> tooNarrow = new LinkedHashMap<>();
  private long droppedValues;

  TableRows(TableTarget target, List<Delivery> deliveries) {
    this.target = target;
    this.plan = target.plan();
    this.upserts = new RowSet(plan.table().name());
    this.deletes = new RowSet(plan.table().name());
    deliveries.forEach(this::add);
  }

  private void add(Delivery delivery) {
    try {
      Document row = delivery.data();
      boolean removes = delivery.removes() || row == null;
      @Nullable String[] texts =
          row == null || removes
              ? plan.keyTexts(delivery.key())
              : plan.rowTexts(delivery.key(), row);
      for (Key replaced : delivery.replacedKeys()) {
        deletes.add(replaced, delivery.version(), plan.keyTexts(replaced));
      }
      (removes ? deletes : upserts).add(delivery.key(), delivery.version(), texts);
      if (row != null && !removes && !plan.hasOverflow()) {
        droppedValues += plan.unplaced(row).size();
      }
      accepted.add(delivery);
    } catch (UnfitValueException e) {
      refuse(delivery, e);
    }
  }

  private void refuse(Delivery delivery, UnfitValueException e) {
    Optional<String> wider = e.widerType();
    if (wider.isPresent() && e.tooNarrow().filter(target::mayWiden).isPresent()) {
      tooNarrow.merge(e.tooNarrow().get(), wider.get(), CreatedTypes::both);
      return;
    }
    rejections.add(
        new Rejection(
            delivery.id(),
            Rejection.Kind.PERMANENT,
            e.code(),
            delivery.resource()
                + " "
                + delivery.recordId()
                + " does not fit "
                + plan.table()
                + ": "
                + e.getMessage()
                + "."));
  }

  /** Removes what is to be removed, then writes what is to be there. */
  void write(Connection connection) throws SQLException {
    if (!deletes.isEmpty()) {
      plan.delete().run(connection, deletes);
    }
    if (!upserts.isEmpty()) {
      plan.upsert().run(connection, upserts);
    }
  }

  /**
   * As {@link #write}, and commits with the last statement: where the server is far away, a round
   * trip of its own would double the time until the rows are there.
   */
  void writeAndCommit(Connection connection) throws SQLException {
    if (upserts.isEmpty()) {
      if (!deletes.isEmpty()) {
        plan.delete().runAndCommit(connection, deletes);
      }
      return;
    }
    if (!deletes.isEmpty()) {
      plan.delete().run(connection, deletes);
    }
    plan.upsert().runAndCommit(connection, upserts);
  }

  TableTarget target() {
    return target;
  }

  /** The deliveries that are written. */
  List<Delivery> accepted() {
    return accepted;
  }

  List<Rejection> rejections() {
    return rejections;
  }

  /** Columns that must become wider before all rows fit, with the types they need. */
  Map<Column, String> tooNarrow() {
    return tooNarrow;
  }

  /** How many values had no column and were left out. */
  long droppedValues() {
    return droppedValues;
  }
}
