package io.s3db.sink.bigquery;

import io.s3db.Document;
import io.s3db.replicator.spi.Key;
import io.s3db.replicator.spi.SinkProvider;
import io.s3db.testkit.sink.MirrorSinkContract;
import io.s3db.testkit.sink.Outage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** The contract, in tables that the sink creates in a fake BigQuery. */
class BigquerySinkTest extends MirrorSinkContract {
  private final Warehouse warehouse = Warehouse.start();

  @Override
  protected SinkProvider provider() {
    return new BigquerySinkProvider();
  }

  @Override
  protected Map<String, Object> config() {
    return warehouse.config("credentials", ServiceAccount.KEY);
  }

  @Override
  protected List<String> secrets() {
    return List.of(ServiceAccount.KEY.get("private_key").toString(), "k3y-1d");
  }

  @AfterEach
  void stop() {
    warehouse.close();
  }

  @Override
  protected Optional<Outage> outage() {
    return Optional.of(warehouse.fake.faults());
  }

  @Override
  protected Optional<Document> refused(Document row) {
    return Optional.of(row.with("total", "not a number"));
  }

  @Override
  protected Optional<Document> read(String target, Key key) {
    return readAll(target).stream().filter(row -> row.id().equals(key.fields().id())).findFirst();
  }

  @Override
  protected List<Document> readAll(String target) {
    Map<String, String> fields = new HashMap<>();
    for (Map<?, ?> column : warehouse.fields(target)) {
      if (column.get("description") instanceof String text
          && text.startsWith(ColumnNames.DESCRIPTION)) {
        fields.put(column.get("name").toString(), text.substring(ColumnNames.DESCRIPTION.length()));
      }
    }
    List<Document> rows = new ArrayList<>();
    for (Document row : warehouse.rows(target)) {
      Document.Builder named = Document.builder();
      row.toMap().forEach((column, value) -> named.put(fields.getOrDefault(column, column), value));
      rows.add(named.build());
    }
    return rows;
  }
}
