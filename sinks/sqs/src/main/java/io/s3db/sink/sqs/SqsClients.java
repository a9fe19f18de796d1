package io.s3db.sink.sqs;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/**
 * The clients of the SDK. They never try again: the lane does, and it knows which messages.
 *
 * @param sqs asks the queues
 * @param sts assumes the role; null if there is none
 * @param http the connections of both
 */
record SqsClients(SqsClient sqs, @Nullable StsClient sts, SdkHttpClient http)
    implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** Opens them; connects to nothing yet. */
  static SqsClients open(SqsOptions options, Duration timeout) {
    SdkHttpClient http =
        Apache5HttpClient.builder()
            .maxConnections(options.parallelRequests() + 1)
            .connectionTimeout(timeout.compareTo(CONNECT) < 0 ? timeout : CONNECT)
            .connectionAcquisitionTimeout(timeout)
            .socketTimeout(timeout)
            .build();
    Consumer<ClientOverrideConfiguration.Builder> once =
        override -> override.retryStrategy(AwsRetryStrategy.doNotRetry()).apiCallTimeout(timeout);
    AwsCredentialsProvider own = own(options.credentials());
    SqsCredentials.Role role = options.credentials().role();
    StsClient sts =
        role == null
            ? null
            : StsClient.builder()
                .httpClient(http)
                .region(Region.of(options.region()))
                .credentialsProvider(own)
                .overrideConfiguration(once)
                .build();
    SqsClientBuilder sqs =
        SqsClient.builder()
            .httpClient(http)
            .region(Region.of(options.region()))
            .credentialsProvider(role == null || sts == null ? own : assumed(role, sts))
            .overrideConfiguration(once);
    if (options.endpoint() != null) {
      sqs.endpointOverride(options.endpoint());
    }
    return new SqsClients(sqs.build(), sts, http);
  }

  private static AwsCredentialsProvider own(SqsCredentials given) {
    SqsCredentials.Keys keys = given.keys();
    if (keys != null) {
      String id = keys.accessKeyId().reveal();
      String secret = keys.secretAccessKey().reveal();
      return StaticCredentialsProvider.create(
          keys.sessionToken() == null
              ? AwsBasicCredentials.create(id, secret)
              : AwsSessionCredentials.create(id, secret, keys.sessionToken().reveal()));
    }
    return given.profile() == null
        ? DefaultCredentialsProvider.builder().build()
        : ProfileCredentialsProvider.create(given.profile());
  }

  private static AwsCredentialsProvider assumed(SqsCredentials.Role role, StsClient sts) {
    return StsAssumeRoleCredentialsProvider.builder()
        .stsClient(sts)
        .refreshRequest(
            request -> {
              request.roleArn(role.arn()).roleSessionName(role.sessionName());
              if (role.externalId() != null) {
                request.externalId(role.externalId().reveal());
              }
            })
        .build();
  }

  @Override
  public void close() {
    sqs.close();
    if (sts != null) {
      sts.close();
    }
    http.close();
  }
}
