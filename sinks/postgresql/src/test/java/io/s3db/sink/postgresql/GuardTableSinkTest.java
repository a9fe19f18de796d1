package io.s3db.sink.postgresql;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;

/** The contract, with the versions in a table beside; {@link GuardTest} is its short form. */
@Tag("long")
class GuardTableSinkTest extends PostgresqlSinkTest {
  @Override
  protected Map<String, Object> config() {
    Map<String, Object> config = new HashMap<>(super.config());
    config.put("guard", "table");
    return config;
  }
}
