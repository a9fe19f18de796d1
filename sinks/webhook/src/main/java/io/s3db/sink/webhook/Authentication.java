package io.s3db.sink.webhook;

import io.s3db.replicator.options.Options;
import io.s3db.replicator.options.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The header by which the receiver knows us.
 *
 * @param header its name
 * @param value its value
 * @param secrets texts that must not be printed, in every form they take
 */
record Authentication(String header, String value, List<String> secrets) {
  private static final String AUTHORIZATION = "Authorization";

  /** The kinds of authentication. */
  private enum Type {
    BEARER,
    BASIC,
    APIKEY
  }

  /** Reads {@code auth}, or else the credentials of the URL. */
  static Optional<Authentication> read(Options options, ReceiverUrl url) {
    Options auth = options.nested("auth");
    if (auth.names().isEmpty()) {
      return url.credentials().map(pair -> basic(pair.reveal()));
    }
    url.credentials()
        .ifPresent(_ -> options.problem("url", "must not hold credentials as well as auth"));
    if (auth.isAbsent("type")) {
      auth.problem("type", "is required: bearer, basic or apikey");
      return Optional.empty();
    }
    Authentication read =
        switch (auth.choice("type", Type.class, Type.BEARER)) {
          case BEARER -> bearer(auth.requiredSecret("token").reveal());
          case BASIC ->
              basic(auth.requiredText("username") + ":" + auth.requiredSecret("password").reveal());
          case APIKEY -> apiKey(auth.requiredText("header"), auth.requiredSecret("value"));
        };
    auth.finish();
    return read.header().isEmpty() ? Optional.empty() : Optional.of(read);
  }

  private static Authentication bearer(String token) {
    return new Authentication(AUTHORIZATION, "Bearer " + token, List.of(token));
  }

  private static Authentication basic(String pair) {
    String encoded = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    String password = pair.substring(pair.indexOf(':') + 1);
    return new Authentication(AUTHORIZATION, "Basic " + encoded, List.of(encoded, password));
  }

  private static Authentication apiKey(String header, Secret value) {
    return new Authentication(header, value.reveal(), List.of(value.reveal()));
  }

  @Override
  public String toString() {
    return "Authentication[" + header + "]";
  }
}
