package io.s3db.sink.bigquery;

import com.google.api.services.bigquery.Bigquery;
import com.google.api.services.bigquery.model.DataFormatOptions;
import com.google.api.services.bigquery.model.GetQueryResultsResponse;
import com.google.api.services.bigquery.model.JobReference;
import com.google.api.services.bigquery.model.QueryParameter;
import com.google.api.services.bigquery.model.QueryRequest;
import com.google.api.services.bigquery.model.QueryResponse;
import com.google.api.services.bigquery.model.TableRow;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Queries and the pages of their results. A query sees every row that was appended before, with its
 * changes applied; its results stay as they are for a day.
 *
 * @see <a href="https://cloud.google.com/bigquery/docs/reference/rest/v2/jobs/query">jobs.query</a>
 */
final class Queries {
  /** How often it is asked whether a query has ended. */
  private static final int POLLS = 120;

  private final Clients clients;
  private final BigqueryOptions options;
  private final long waitMillis;

  /**
   * Makes one.
   *
   * @param timeout of one request: the server answers in half of that, whether it is done or not
   */
  Queries(Clients clients, BigqueryOptions options, Duration timeout) {
    this.clients = clients;
    this.options = options;
    this.waitMillis = Math.clamp(timeout.toMillis() / 2, 1, 10_000);
  }

  /**
   * Some rows of a result.
   *
   * @param next where the next ones are; null if these are the last
   */
  record Page(@Nullable JobReference job, List<TableRow> rows, @Nullable String next) {}

  /** The first rows of the result. */
  Page run(String sql, List<QueryParameter> parameters, long most) throws IOException {
    QueryRequest request =
        new QueryRequest()
            .setQuery(sql)
            .setUseLegacySql(false)
            .setMaxResults(most)
            .setTimeoutMs(waitMillis)
            .setFormatOptions(new DataFormatOptions().setUseInt64Timestamp(true));
    if (!parameters.isEmpty()) {
      request.setParameterMode("NAMED").setQueryParameters(parameters);
    }
    QueryResponse answer = rest().jobs().query(options.projectId(), request).execute();
    return Boolean.FALSE.equals(answer.getJobComplete())
        ? wait(answer.getJobReference(), null, most)
        : new Page(answer.getJobReference(), rows(answer.getRows()), answer.getPageToken());
  }

  /** The rows behind a page. */
  Page after(Page page, long most) throws IOException {
    return wait(page.job(), page.next(), most);
  }

  private Page wait(@Nullable JobReference job, @Nullable String token, long most)
      throws IOException {
    if (job == null) {
      throw new IOException("the server gave no name to its query");
    }
    for (int poll = 0; poll < POLLS; poll++) {
      Bigquery.Jobs.GetQueryResults get =
          rest()
              .jobs()
              .getQueryResults(options.projectId(), job.getJobId())
              .setLocation(job.getLocation())
              .setMaxResults(most)
              .setTimeoutMs(waitMillis)
              .setFormatOptionsUseInt64Timestamp(true);
      GetQueryResultsResponse answer = (token == null ? get : get.setPageToken(token)).execute();
      if (!Boolean.FALSE.equals(answer.getJobComplete())) {
        return new Page(job, rows(answer.getRows()), answer.getPageToken());
      }
    }
    throw new IOException("the query " + job.getJobId() + " does not end");
  }

  private static List<TableRow> rows(@Nullable List<TableRow> rows) {
    return rows == null ? List.of() : rows;
  }

  private Bigquery rest() throws IOException {
    return clients.rest();
  }
}
