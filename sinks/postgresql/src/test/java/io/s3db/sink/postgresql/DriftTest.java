package io.s3db.sink.postgresql;

import io.s3db.testkit.postgres.PostgresServer;
import io.s3db.testkit.postgres.TestDatabase;
import io.s3db.testkit.sink.DriftContract;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** A real server whose tables are changed under the pipe. */
class DriftTest extends DriftContract {
  private final TestDatabase database = PostgresServer.shared().createDatabase();

  @AfterEach
  void drop() {
    database.close();
  }

  @Override
  protected String driver() {
    return "postgresql";
  }

  @Override
  protected Map<String, Object> config() {
    return Map.of("connectionString", database.connectionString());
  }

  @Override
  protected Outcome expected(Drift drift) {
    return switch (drift) {
      case NEW_FIELD -> Outcome.FOLLOWS;
      case RETYPED_FIELD, COLUMN_RETYPED -> Outcome.WIDENED;
      case COLUMN_REQUIRED -> Outcome.DEAD_LETTER;
      case RENAMED_FIELD, REMOVED_FIELD, COLUMN_DROPPED, TABLE_RENAMED, TABLE_TRUNCATED ->
          Outcome.FOUND_BY_VERIFY;
    };
  }

  @Override
  protected void change(Drift drift) throws SQLException {
    switch (drift) {
      case COLUMN_DROPPED -> database.execute("alter table items drop column note");
      case COLUMN_RETYPED ->
          database.execute("alter table items alter column total type boolean using true");
      case COLUMN_REQUIRED -> database.execute("alter table items alter column note set not null");
      case TABLE_RENAMED -> database.execute("alter table items rename to elsewhere");
      case TABLE_TRUNCATED -> database.execute("truncate items");
      case NEW_FIELD, REMOVED_FIELD, RENAMED_FIELD, RETYPED_FIELD -> {}
    }
  }

  @Override
  protected void mend(Drift drift) throws SQLException {
    if (drift == Drift.COLUMN_REQUIRED) {
      database.execute("alter table items alter column note drop not null");
    }
  }
}
