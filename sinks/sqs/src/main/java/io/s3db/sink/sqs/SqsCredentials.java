package io.s3db.sink.sqs;

import io.s3db.Document;
import io.s3db.replicator.options.Options;
import io.s3db.replicator.options.Secret;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who we are to Amazon: keys, or a profile, or else what the default chain finds; and the role that
 * is assumed with these, if any.
 *
 * @param keys {@code accessKeyId}, {@code secretAccessKey}, {@code sessionToken}
 * @param profile {@code profile}: of the shared files {@code ~/.aws/config} and {@code credentials}
 * @param role {@code roleArn}, {@code externalId}, {@code sessionName}
 */
record SqsCredentials(@Nullable Keys keys, @Nullable String profile, @Nullable Role role) {
  private static final Pattern ROLE = Pattern.compile("arn:aws[a-z-]*:iam::[0-9]{12}:role/.+");
  private static final Pattern SESSION = Pattern.compile("[A-Za-z0-9_=,.@-]{2,64}");

  /** A pair of keys; with a token if they are temporary. */
  record Keys(Secret accessKeyId, Secret secretAccessKey, @Nullable Secret sessionToken) {}

  /** A role to assume. */
  record Role(String arn, @Nullable Secret externalId, String sessionName) {}

  /** Reads {@code credentials} and notes every problem, without showing what was given. */
  static SqsCredentials read(Options options) {
    Object value = options.value("credentials");
    if (!(value == null || value instanceof Map<?, ?> || value instanceof Document)) {
      options.problem(
          "credentials",
          "must be an object with accessKeyId and secretAccessKey, or profile, or roleArn");
      return new SqsCredentials(null, null, null);
    }
    Options given = options.nested("credentials");
    Keys keys = keys(given);
    String profile = given.text("profile").orElse(null);
    if (keys != null && profile != null) {
      given.problem("profile", "cannot go with accessKeyId: leave one of them out");
    }
    SqsCredentials read = new SqsCredentials(keys, profile, role(given));
    given.finish();
    if (value != null && given.names().isEmpty()) {
      options.problem("credentials", "is empty: leave it out to use the default chain");
    }
    return read;
  }

  private static @Nullable Keys keys(Options given) {
    Secret token = given.secret("sessionToken").orElse(null);
    if (given.isAbsent("accessKeyId") && given.isAbsent("secretAccessKey") && token == null) {
      given.secret("accessKeyId");
      given.secret("secretAccessKey");
      return null;
    }
    return new Keys(
        given.requiredSecret("accessKeyId"), given.requiredSecret("secretAccessKey"), token);
  }

  private static @Nullable Role role(Options given) {
    Secret externalId = given.secret("externalId").orElse(null);
    String sessionName = given.text("sessionName").orElse("s3db-replicator");
    if (given.isAbsent("roleArn") && (externalId != null || !given.isAbsent("sessionName"))) {
      given.problem("roleArn", "is required with externalId and sessionName");
    }
    if (!SESSION.matcher(sessionName).matches()) {
      given.problem("sessionName", "must be 2 to 64 letters, digits and characters of _=,.@-");
    }
    String arn = given.text("roleArn").orElse(null);
    if (arn == null) {
      return null;
    }
    if (!ROLE.matcher(arn).matches()) {
      given.problem("roleArn", "must be the ARN of a role, such as arn:aws:iam::ACCOUNT:role/NAME");
    }
    return new Role(arn, externalId, sessionName);
  }
}
