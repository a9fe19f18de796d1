package io.s3db.sink.bigquery;

import com.google.api.client.googleapis.javanet.GoogleNetHttpTransport;
import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.api.services.bigquery.Bigquery;
import com.google.auth.http.HttpCredentialsAdapter;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteClient;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteSettings;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Google's clients, made when they are first needed: looking for credentials may need the network.
 *
 * <p>Neither tries anything again by itself.
 */
final class Clients implements AutoCloseable {
  private static final String APPLICATION = "s3db";
  private static final Duration KEEP_ALIVE = Duration.ofMinutes(1);

  private final BigqueryOptions options;
  private final Duration timeout;
  private final ReentrantLock making = new ReentrantLock();
  private @Nullable Bigquery rest;
  private @Nullable BigQueryWriteClient write;
  private boolean closed;

  Clients(BigqueryOptions options, Duration timeout) {
    this.options = options;
    this.timeout = timeout;
  }

  /** The client of the REST interface. */
  Bigquery rest() throws IOException {
    making.lock();
    try {
      requireOpen();
      if (rest == null) {
        rest = makeRest();
      }
      return rest;
    } finally {
      making.unlock();
    }
  }

  /** The client of the Storage Write API. */
  BigQueryWriteClient write() throws IOException {
    making.lock();
    try {
      requireOpen();
      if (write == null) {
        write = makeWrite();
      }
      return write;
    } finally {
      making.unlock();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the destination " + options.target() + " is closed");
    }
  }

  private Bigquery makeRest() throws IOException {
    URI endpoint = options.endpoint();
    HttpRequestInitializer identity =
        BigqueryOptions.isPlain(endpoint)
            ? _ -> {}
            : new HttpCredentialsAdapter(options.credentials().credentials());
    int millis = (int) Math.min(Integer.MAX_VALUE, Math.max(1, timeout.toMillis()));
    Bigquery.Builder builder =
        new Bigquery.Builder(
                transport(endpoint),
                GsonFactory.getDefaultInstance(),
                request -> {
                  identity.initialize(request);
                  request.setConnectTimeout(millis).setReadTimeout(millis);
                })
            .setApplicationName(APPLICATION);
    if (endpoint != null) {
      builder.setRootUrl(endpoint.toString().replaceAll("/*$", "/"));
    }
    return builder.build();
  }

  private static NetHttpTransport transport(@Nullable URI endpoint) throws IOException {
    try {
      return BigqueryOptions.isPlain(endpoint)
          ? new NetHttpTransport()
          : GoogleNetHttpTransport.newTrustedTransport();
    } catch (GeneralSecurityException e) {
      throw new IOException("this Java cannot speak TLS: " + e.getMessage(), e);
    }
  }

  private BigQueryWriteClient makeWrite() throws IOException {
    URI endpoint = options.storageEndpoint();
    InstantiatingGrpcChannelProvider.Builder channel =
        BigQueryWriteSettings.defaultGrpcTransportProviderBuilder()
            .setKeepAliveTimeDuration(KEEP_ALIVE)
            .setKeepAliveTimeoutDuration(KEEP_ALIVE)
            .setKeepAliveWithoutCalls(true);
    BigQueryWriteSettings.Builder settings = BigQueryWriteSettings.newBuilder();
    if (endpoint != null) {
      channel.setEndpoint(authority(endpoint));
      settings.setEndpoint(authority(endpoint));
    }
    if (BigqueryOptions.isPlain(endpoint)) {
      channel.setChannelConfigurator(builder -> builder.usePlaintext());
      settings.setCredentialsProvider(NoCredentialsProvider.create());
    } else {
      settings.setCredentialsProvider(
          FixedCredentialsProvider.create(options.credentials().credentials()));
    }
    return BigQueryWriteClient.create(
        settings.setTransportChannelProvider(channel.build()).build());
  }

  private static String authority(URI endpoint) {
    int port = endpoint.getPort() < 0 ? 443 : endpoint.getPort();
    return endpoint.getHost() + ":" + port;
  }

  /** Ends all calls and the threads behind them. */
  @Override
  public void close() {
    making.lock();
    try {
      closed = true;
      if (write != null) {
        write.shutdownNow();
        write.awaitTermination(5, TimeUnit.SECONDS);
        write = null;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      making.unlock();
    }
  }
}
