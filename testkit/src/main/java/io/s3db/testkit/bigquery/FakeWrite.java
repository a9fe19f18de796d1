package io.s3db.testkit.bigquery;

import com.google.cloud.bigquery.storage.v1.AppendRowsRequest;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteGrpc;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The default streams of the Storage Write API.
 *
 * @see <a href="https://cloud.google.com/bigquery/docs/write-api">Storage Write API</a>
 */
final class FakeWrite extends BigQueryWriteGrpc.BigQueryWriteImplBase {
  private final FakeDatasets datasets;
  private final FakeFaults faults;
  final AtomicInteger connections = new AtomicInteger();
  final AtomicInteger open = new AtomicInteger();
  final AtomicInteger appends = new AtomicInteger();
  final AtomicLong largest = new AtomicLong();

  FakeWrite(FakeDatasets datasets, FakeFaults faults) {
    this.datasets = datasets;
    this.faults = faults;
  }

  @Override
  public StreamObserver<AppendRowsRequest> appendRows(StreamObserver<AppendRowsResponse> answers) {
    connections.incrementAndGet();
    open.incrementAndGet();
    return new FakeConnection(this, datasets, faults, answers);
  }
}
