package io.s3db.sink.bigquery;

import com.google.api.gax.grpc.GrpcCallContext;
import com.google.api.gax.rpc.ClientStream;
import com.google.api.gax.rpc.ResponseObserver;
import com.google.api.gax.rpc.StreamController;
import com.google.cloud.bigquery.storage.v1.AppendRowsRequest;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteClient;
import com.google.cloud.bigquery.storage.v1.ProtoRows;
import io.grpc.Status;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection that appends rows of one layout to the default stream of one table, one request
 * after the other. It is never repaired: whoever gets a failure closes it and takes another.
 */
final class AppendStream implements AutoCloseable {
  private final Layout layout;
  private final String name;
  private final ClientStream<AppendRowsRequest> requests;
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private boolean begun;
  private volatile boolean ended;

  /** What came back: a response, or the end of the connection. */
  private sealed interface Answer {
    record Response(AppendRowsResponse message) implements Answer {}

    record End(Throwable cause) implements Answer {}
  }

  AppendStream(BigQueryWriteClient client, String table, Layout layout) {
    this.layout = layout;
    this.name = table + "/streams/_default";
    String routing = "write_stream=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
    this.requests =
        client
            .appendRowsCallable()
            .splitCall(
                new Listener(),
                GrpcCallContext.createDefault()
                    .withExtraHeaders(Map.of("x-goog-request-params", List.of(routing))));
  }

  Layout layout() {
    return layout;
  }

  /** Whether the server has ended the connection, as it does when nothing is sent for long. */
  boolean hasEnded() {
    return ended;
  }

  /**
   * Appends rows and waits for the answer.
   *
   * @throws ConnectionException if there is none: then nobody knows whether they were appended
   */
  AppendRowsResponse append(ProtoRows rows, Duration patience)
      throws ConnectionException, InterruptedException {
    AppendRowsRequest.ProtoData.Builder data = AppendRowsRequest.ProtoData.newBuilder();
    AppendRowsRequest.Builder request = AppendRowsRequest.newBuilder();
    if (!begun) {
      data.setWriterSchema(layout.schema());
      request.setWriteStream(name);
      begun = true;
    }
    try {
      requests.send(request.setProtoRows(data.setRows(rows)).build());
    } catch (IllegalStateException e) {
      // The call is over: what ended it is among the answers, or comes right after.
      ended = true;
    }
    Answer answer = answers.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    return switch (answer) {
      case null ->
          throw new ConnectionException(
              Status.DEADLINE_EXCEEDED
                  .withDescription("no answer within " + patience.toMillis() + " ms")
                  .asRuntimeException());
      case Answer.End end -> throw new ConnectionException(end.cause());
      case Answer.Response response -> response.message();
    };
  }

  @Override
  public void close() {
    ended = true;
    requests.closeSendWithError(new CancellationException("closed by the client"));
  }

  /** The connection ended without an answer. */
  static final class ConnectionException extends Exception {
    private static final long serialVersionUID = 1L;

    ConnectionException(Throwable cause) {
      super(cause.getMessage(), cause, false, false);
    }
  }

  private final class Listener implements ResponseObserver<AppendRowsResponse> {
    @Override
    public void onStart(@Nullable StreamController controller) {}

    @Override
    public void onResponse(AppendRowsResponse response) {
      answers.add(new Answer.Response(response));
    }

    @Override
    public void onError(Throwable failure) {
      ended = true;
      answers.add(new Answer.End(failure));
    }

    @Override
    public void onComplete() {
      onError(
          Status.UNAVAILABLE
              .withDescription("the server ended the connection")
              .asRuntimeException());
    }
  }
}
