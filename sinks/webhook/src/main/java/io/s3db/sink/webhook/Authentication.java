package io.s3db.sink.webhook;

import io.s3db.replicator.options.Options;
import io.s3db.replicator.options.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
    @Nullable Type type = type(auth.value("type"));
    if (type == null) {
      auth.problem("type", "must be bearer, basic or apikey"); // what it is may be a secret
      return Optional.empty();
    }
    Authentication read =
        switch (type) {
          case BEARER -> bearer(auth.requiredSecret("token").reveal());
          case BASIC ->
              basic(auth.requiredText("username") + ":" + auth.requiredSecret("password").reveal());
          case APIKEY -> apiKey(auth.requiredText("header"), auth.requiredSecret("value"));
        };
    auth.finish();
    return read.header().isEmpty() ? Optional.empty() : Optional.of(read);
  }

  private static @Nullable Type type(@Nullable Object given) {
    for (Type type : Type.values()) {
      if (type == given || type.name().toLowerCase(Locale.ROOT).equals(given)) {
        return type;
      }
    }
    return null;
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
