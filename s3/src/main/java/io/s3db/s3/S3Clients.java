package io.s3db.s3;

import io.s3db.store.ConnectionString;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;

/**
 * The clients of the SDK: one for reads, which may try again, and one for writes, which asks once.
 * They share their connections.
 *
 * @param reads tries three times with pauses, where trying again can help
 * @param writes never tries again: only the caller can tell whether the first attempt counted
 * @param http the connections of both
 */
record S3Clients(S3Client reads, S3Client writes, SdkHttpClient http) implements AutoCloseable {
  private static final int READ_ATTEMPTS = 3;

  static S3Clients open(ConnectionString.Bucket address, S3Options options) {
    SdkHttpClient http =
        Apache5HttpClient.builder()
            .maxConnections(options.maxConnections())
            .connectionTimeout(options.connectTimeout())
            .connectionAcquisitionTimeout(options.requestTimeout())
            .socketTimeout(options.requestTimeout())
            .build();
    AwsCredentialsProvider credentials = credentials(address.credentials());
    RetryStrategy patient =
        AwsRetryStrategy.standardRetryStrategy().toBuilder().maxAttempts(READ_ATTEMPTS).build();
    return new S3Clients(
        client(address, options, http, credentials, patient),
        client(address, options, http, credentials, AwsRetryStrategy.doNotRetry()),
        http);
  }

  private static S3Client client(
      ConnectionString.Bucket address,
      S3Options options,
      SdkHttpClient http,
      AwsCredentialsProvider credentials,
      RetryStrategy retries) {
    return S3Client.builder()
        .httpClient(http)
        .endpointOverride(address.endpoint())
        .region(Region.of(address.region()))
        .forcePathStyle(address.pathStyle())
        .credentialsProvider(credentials)
        // Many compatible servers do not know the checksums the SDK would add by itself.
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
        // A round trip more for each write, of use for large bodies only.
        .serviceConfiguration(
            S3Configuration.builder()
                .expectContinueEnabled(false)
                .chunkedEncodingEnabled(false)
                .build())
        .overrideConfiguration(
            override ->
                override.retryStrategy(retries).apiCallAttemptTimeout(options.requestTimeout()))
        .build();
  }

  private static AwsCredentialsProvider credentials(ConnectionString.@Nullable Credentials given) {
    if (given == null) {
      return DefaultCredentialsProvider.builder().build();
    }
    String token = given.sessionToken();
    return StaticCredentialsProvider.create(
        token == null
            ? AwsBasicCredentials.create(given.accessKeyId(), given.secretAccessKey())
            : AwsSessionCredentials.create(given.accessKeyId(), given.secretAccessKey(), token));
  }

  @Override
  public void close() {
    reads.close();
    writes.close();
    http.close();
  }
}
