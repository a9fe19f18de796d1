package io.s3db.sink.webhook;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer, and not more of it than makes sense.
 *
 * <p>Its status is known with its first line, and holds whatever happens to the rest. The rest is
 * read so that the connection can be used again, up to 64 KiB; the first 2 KiB are kept.
 */
final class ReplyReader implements BodyHandler<Long> {
  private static final int MOST_READ = 64 * 1024;
  private static final int MOST_KEPT = 2 * 1024;

  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private @Nullable ResponseInfo head;

  @Override
  public synchronized BodySubscriber<Long> apply(ResponseInfo info) {
    head = info;
    return new Reading();
  }

  /** The answer, as far as it came. */
  synchronized Optional<Reply> reply() {
    ResponseInfo info = head;
    return info == null
        ? Optional.empty()
        : Optional.of(new Reply(info.statusCode(), info.headers(), kept.toByteArray()));
  }

  private synchronized void keep(ByteBuffer bytes) {
    byte[] some = new byte[Math.min(bytes.remaining(), MOST_KEPT - kept.size())];
    bytes.get(some);
    kept.writeBytes(some);
  }

  private final class Reading implements BodySubscriber<Long> {
    private final CompletableFuture<Long> end = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;
    private long read;

    @Override
    public CompletionStage<Long> getBody() {
      return end;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      for (ByteBuffer buffer : buffers) {
        read += buffer.remaining();
        keep(buffer);
      }
      Flow.Subscription source = subscription;
      if (read > MOST_READ && source != null) {
        source.cancel(); // closes the connection
        end.complete(read);
      }
    }

    @Override
    public void onError(Throwable cause) {
      end.completeExceptionally(cause);
    }

    @Override
    public void onComplete() {
      end.complete(read);
    }
  }
}
