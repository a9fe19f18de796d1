package io.s3db.sink.postgresql;

import io.s3db.replicator.spi.Delivery;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one transaction of a batch; remembers which table it was at, for the message. */
final class BatchWrite implements Connections.Work<Boolean> {
  private final List<TableRows> parts = new ArrayList<>();
  private final @Nullable LogTable log;
  private @Nullable TableTarget current;

  BatchWrite(@Nullable LogTable log) {
    this.log = log;
  }

  /** Work on a table begins. */
  void at(TableTarget target) {
    current = target;
  }

  void add(TableRows rows) {
    parts.add(rows);
  }

  @Override
  public Boolean on(Connection connection) throws SQLException {
    if (parts.size() == 1 && log == null) {
      // What a commit finds wrong, as a deferred constraint does, is about this one table.
      current = parts.getFirst().target();
      parts.getFirst().writeAndCommit(connection);
      return true;
    }
    List<Delivery> accepted = new ArrayList<>();
    for (TableRows part : parts) {
      current = part.target();
      part.write(connection);
      accepted.addAll(part.accepted());
    }
    current = parts.size() == 1 ? current : null;
    if (log != null && !accepted.isEmpty()) {
      current = null;
      log.append(connection, accepted);
    }
    connection.commit();
    return true;
  }

  /** The table that was being written; null if none in particular. */
  @Nullable TableTarget current() {
    return current;
  }
}
