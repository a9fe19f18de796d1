package io.s3db.testkit.bigquery;

import com.google.cloud.bigquery.storage.v1.AppendRowsRequest;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.TableFieldSchema;
import com.google.cloud.bigquery.storage.v1.TableSchema;
import com.google.rpc.Code;
import com.google.rpc.Status;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One connection of a writer: requests one after the other. */
final class FakeConnection implements StreamObserver<AppendRowsRequest> {
  /** A request must be smaller than 10 MB. */
  private static final int LARGEST = 10_000_000;

  private static final Pattern STREAM =
      Pattern.compile("projects/([^/]+)/datasets/([^/]+)/tables/([^/]+)/streams/_default");

  private final FakeWrite service;
  private final FakeDatasets datasets;
  private final FakeFaults faults;
  private final StreamObserver<AppendRowsResponse> answers;
  private String stream = "";
  private @Nullable WriterSchema schema;
  private int revision;
  private boolean ended;

  FakeConnection(
      FakeWrite service,
      FakeDatasets datasets,
      FakeFaults faults,
      StreamObserver<AppendRowsResponse> answers) {
    this.service = service;
    this.datasets = datasets;
    this.faults = faults;
    this.answers = answers;
  }

  @Override
  public void onNext(AppendRowsRequest request) {
    if (ended) {
      return;
    }
    try {
      service.appends.incrementAndGet();
      service.largest.accumulateAndGet(request.getSerializedSize(), Math::max);
      faults.hold();
      if (faults.isDown()) {
        end(Status.newBuilder().setCode(Code.UNAVAILABLE_VALUE).setMessage("down").build());
        return;
      }
      answer(request, faults.nextAppend());
    } catch (AppendException e) {
      end(e.status());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(AppendRowsRequest request, Optional<FakeFaults.AppendFault> fault)
      throws AppendException {
    if (fault.isPresent() && !fault.get().afterEffect()) {
      fail(fault.get());
      return;
    }
    AppendRowsResponse response = append(request);
    if (fault.isPresent()) {
      fail(fault.get());
    } else {
      answers.onNext(response);
    }
  }

  private void fail(FakeFaults.AppendFault fault) {
    if (fault.endsConnection()) {
      end(fault.status());
    } else {
      answers.onNext(AppendRowsResponse.newBuilder().setError(fault.status()).build());
    }
  }

  private AppendRowsResponse append(AppendRowsRequest request) throws AppendException {
    if (request.getSerializedSize() >= LARGEST) {
      throw AppendException.invalid(
          "The request is " + request.getSerializedSize() + " bytes, more than 10 MB");
    }
    boolean first = stream.isEmpty();
    if (!request.getWriteStream().isEmpty()) {
      stream = request.getWriteStream();
    }
    FakeTable table = table();
    if (request.getProtoRows().hasWriterSchema()) {
      schema = WriterSchema.of(request.getProtoRows().getWriterSchema().getProtoDescriptor());
    }
    if (schema == null) {
      throw AppendException.invalid("The first request needs a writer schema");
    }
    if (first) {
      revision = table.revision();
    }
    return append(table, schema, request);
  }

  private AppendRowsResponse append(
      FakeTable table, WriterSchema described, AppendRowsRequest request) {
    AppendRowsResponse.Builder response = AppendRowsResponse.newBuilder().setWriteStream(stream);
    try {
      described.requireFitting(table);
      RowSet rows = new RowSet(table, described, faults);
      rows.addAll(request.getProtoRows().getRows().getSerializedRowsList());
      if (rows.errors().isEmpty()) {
        rows.apply();
        response.setAppendResult(AppendRowsResponse.AppendResult.getDefaultInstance());
      } else {
        response.setError(RowSet.STATUS).addAllRowErrors(rows.errors());
      }
    } catch (AppendException e) {
      response.setError(e.status());
    }
    if (table.revision() != revision) {
      revision = table.revision();
      response.setUpdatedSchema(schemaOf(table));
    }
    return response.build();
  }

  private FakeTable table() throws AppendException {
    Matcher names = STREAM.matcher(stream);
    if (!names.matches()) {
      throw AppendException.invalid("Invalid stream name '" + stream + "'");
    }
    return datasets
        .find(names.group(1), names.group(2), names.group(3))
        .orElseThrow(() -> AppendException.notFound(names.group(3)));
  }

  private static TableSchema schemaOf(FakeTable table) {
    TableSchema.Builder schema = TableSchema.newBuilder();
    table
        .columns()
        .forEach(each -> schema.addFields(TableFieldSchema.newBuilder().setName(each.name())));
    return schema.build();
  }

  private void end(Status status) {
    if (!ended) {
      ended = true;
      service.open.decrementAndGet();
      answers.onError(StatusProto.toStatusRuntimeException(status));
    }
  }

  @Override
  public void onError(Throwable cancelled) {
    close();
  }

  @Override
  public void onCompleted() {
    if (!ended) {
      close();
      answers.onCompleted();
    }
  }

  private void close() {
    if (!ended) {
      ended = true;
      service.open.decrementAndGet();
    }
  }
}
