package io.s3db.sink.bigquery;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.services.bigquery.Bigquery;
import com.google.api.services.bigquery.model.Dataset;
import com.google.api.services.bigquery.model.DatasetReference;
import com.google.api.services.bigquery.model.TableReference;
import com.google.api.services.bigquery.model.TableSchema;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tables of the dataset: each method is one request, tried once. */
final class Tables {
  private final Clients clients;
  private final BigqueryOptions options;

  Tables(Clients clients, BigqueryOptions options) {
    this.clients = clients;
    this.options = options;
  }

  /** Asks for the dataset. */
  boolean datasetExists() throws IOException {
    try {
      rest().datasets().get(options.projectId(), options.datasetId()).execute();
      return true;
    } catch (GoogleJsonResponseException e) {
      if (e.getStatusCode() == 404) {
        return false;
      }
      throw e;
    }
  }

  /** Creates the dataset, unless somebody was quicker. */
  void createDataset() throws IOException {
    Dataset dataset =
        new Dataset()
            .setDatasetReference(
                new DatasetReference()
                    .setProjectId(options.projectId())
                    .setDatasetId(options.datasetId()))
            .setLocation(options.location());
    try {
      rest().datasets().insert(options.projectId(), dataset).execute();
    } catch (GoogleJsonResponseException e) {
      passIfExists(e);
    }
  }

  /** A table; empty if it, or its dataset, does not exist. */
  Optional<Table> find(String name) throws IOException {
    try {
      return Optional.of(
          Table.read(
              rest().tables().get(options.projectId(), options.datasetId(), name).execute()));
    } catch (GoogleJsonResponseException e) {
      if (e.getStatusCode() == 404) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Creates a table, unless somebody was quicker. */
  void create(String name, NewTable definition) throws IOException {
    com.google.api.services.bigquery.model.Table table =
        definition
            .toModel()
            .setTableReference(
                new TableReference()
                    .setProjectId(options.projectId())
                    .setDatasetId(options.datasetId())
                    .setTableId(name));
    if (options.maxStaleness() != null) {
      table.setMaxStaleness(interval(options.maxStaleness()));
    }
    try {
      rest().tables().insert(options.projectId(), options.datasetId(), table).execute();
    } catch (GoogleJsonResponseException e) {
      passIfExists(e);
    }
  }

  /**
   * Adds columns, unless the definition was changed since it was read.
   *
   * @return false if it was: then it must be read again
   */
  boolean addColumns(String name, Table known, List<NewColumn> columns) throws IOException {
    TableSchema schema =
        new TableSchema()
            .setFields(
                java.util.stream.Stream.concat(
                        known.fields().stream(), columns.stream().map(NewColumn::toModel))
                    .toList());
    Bigquery.Tables.Patch patch =
        rest()
            .tables()
            .patch(
                options.projectId(),
                options.datasetId(),
                name,
                new com.google.api.services.bigquery.model.Table().setSchema(schema));
    patch.getRequestHeaders().setIfMatch(known.etag());
    try {
      patch.execute();
      return true;
    } catch (GoogleJsonResponseException e) {
      if (e.getStatusCode() == 412) {
        return false;
      }
      throw e;
    }
  }

  private static void passIfExists(GoogleJsonResponseException e)
      throws GoogleJsonResponseException {
    if (e.getStatusCode() != 409) {
      throw e;
    }
  }

  /** A duration as SQL writes an interval: years-months days hours:minutes:seconds. */
  static String interval(Duration duration) {
    return "0-0 %d %d:%d:%d"
        .formatted(
            duration.toDays(),
            duration.toHoursPart(),
            duration.toMinutesPart(),
            duration.toSecondsPart());
  }

  private Bigquery rest() throws IOException {
    return clients.rest();
  }

  /** Why a dataset is missing, for a message; null if it is there. */
  @Nullable String datasetProblem() throws IOException {
    return datasetExists()
        ? null
        : "dataset "
            + options.projectId()
            + "."
            + options.datasetId()
            + " does not exist: create it, or set ensureDataset to true";
  }
}
