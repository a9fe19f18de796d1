package io.s3db.testkit.bigquery;

import io.s3db.Document;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Datasets and tables by their names. Safe for many threads. */
final class FakeDatasets {
  private final Map<String, Document> datasets = new ConcurrentHashMap<>();
  private final Map<String, FakeTable> tables = new ConcurrentHashMap<>();

  Document createDataset(String project, String dataset, Document resource) throws RestException {
    Document made =
        resource
            .with("kind", "bigquery#dataset")
            .with("location", resource.text("location", "US"))
            .with("datasetReference", Map.of("projectId", project, "datasetId", dataset));
    if (datasets.putIfAbsent(project + ":" + dataset, made) != null) {
      throw new RestException(
          409, "duplicate", "Already Exists: Dataset " + project + ":" + dataset);
    }
    return made;
  }

  Document dataset(String project, String dataset) throws RestException {
    Document found = datasets.get(project + ":" + dataset);
    if (found == null) {
      throw new RestException(404, "notFound", "Not found: Dataset " + project + ":" + dataset);
    }
    return found;
  }

  Document createTable(String project, String dataset, String table, Document resource)
      throws RestException {
    dataset(project, dataset);
    SchemaRules.requireTableName(table);
    String name = project + ":" + dataset + "." + table;
    Document made =
        Document.of("type", "TABLE")
            .with(resource)
            .with("kind", "bigquery#table")
            .with(
                "tableReference",
                Map.of("projectId", project, "datasetId", dataset, "tableId", table));
    FakeTable created = new FakeTable(name, made);
    if (tables.putIfAbsent(name, created) != null) {
      throw new RestException(409, "duplicate", "Already Exists: Table " + name);
    }
    return created.resource();
  }

  FakeTable table(String project, String dataset, String table) throws RestException {
    dataset(project, dataset);
    FakeTable found = tables.get(project + ":" + dataset + "." + table);
    if (found == null) {
      throw new RestException(
          404, "notFound", "Not found: Table " + project + ":" + dataset + "." + table);
    }
    return found;
  }

  Optional<FakeTable> find(String project, String dataset, String table) {
    return Optional.ofNullable(tables.get(project + ":" + dataset + "." + table));
  }

  @Nullable FakeTable drop(String project, String dataset, String table) {
    return tables.remove(project + ":" + dataset + "." + table);
  }
}
