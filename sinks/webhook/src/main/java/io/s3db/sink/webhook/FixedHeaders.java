package io.s3db.sink.webhook;

import io.s3db.replicator.options.Options;
import io.s3db.replicator.options.Secret;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The headers that are the same with every request.
 *
 * @param values by name; names differ in more than case
 * @param secrets texts of the headers that must not be printed
 */
record FixedHeaders(Map<String, String> values, List<String> secrets) {
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e\\t]*");
  private static final Pattern SECRET_NAME =
      Pattern.compile(
          ".*(auth|cookie|token|key|secret|password|signature|credential).*",
          Pattern.CASE_INSENSITIVE);
  private static final Set<String> OURS =
      Set.of(
          Message.ID,
          Message.TIMESTAMP,
          Message.SIGNATURE,
          Message.IDEMPOTENCY_KEY.toLowerCase(Locale.ROOT),
          Message.DELIVERY_IDS,
          Message.DELIVERY_COUNT,
          Message.DELIVERY_FIRST,
          Message.DELIVERY_LAST);
  private static final Set<String> OF_THE_CONNECTION =
      Set.of("transfer-encoding", "te", "trailer", "keep-alive");

  /** Reads {@code headers} and {@code auth}, and notes every problem. */
  static FixedHeaders read(Options options, ReceiverUrl url) {
    Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    List<String> secrets = new ArrayList<>();
    values.put("Content-Type", "application/json");
    values.put("User-Agent", "s3db-webhook");
    Options custom = options.nested("headers");
    for (String name : custom.names()) {
      if (!NAME.matcher(name).matches()) {
        custom.value(name); // it is known, and may be the value: nothing of it is shown
        options.problem("headers", "holds a name that no header can have");
        continue;
      }
      text(custom, name).ifPresent(value -> add(custom, name, name, value, values, secrets));
    }
    Authentication.read(options, url)
        .ifPresent(auth -> authenticate(auth, options, custom, values, secrets));
    return new FixedHeaders(values, List.copyOf(secrets));
  }

  private static Optional<String> text(Options options, String name) {
    return switch (options.value(name)) {
      case String text -> Optional.of(text);
      case Secret secret -> Optional.of(secret.reveal());
      case Number number -> Optional.of(number.toString());
      case Boolean truth -> Optional.of(truth.toString());
      case null -> Optional.empty();
      default -> {
        options.problem(name, "must be a text");
        yield Optional.empty();
      }
    };
  }

  private static void authenticate(
      Authentication auth,
      Options options,
      Options custom,
      Map<String, String> values,
      List<String> secrets) {
    boolean given = custom.names().stream().anyMatch(auth.header()::equalsIgnoreCase);
    if (given) {
      options.problem("headers", "must not hold " + auth.header() + " as well: auth sends it");
      return;
    }
    secrets.addAll(auth.secrets());
    add(options, "auth", auth.header(), auth.value(), values, secrets);
  }

  private static void add(
      Options options,
      String option,
      String name,
      String value,
      Map<String, String> values,
      List<String> secrets) {
    @Nullable String problem = problem(name, value);
    if (problem != null) {
      options.problem(option, problem);
      return;
    }
    values.put(name, value);
    if (SECRET_NAME.matcher(name).matches()) {
      secrets.add(value);
    }
  }

  /** Why a header cannot be sent, or null. Says nothing of its value. */
  private static @Nullable String problem(String name, String value) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (!NAME.matcher(name).matches()) {
      return "names a header that there cannot be; is it the value?";
    }
    if (OURS.contains(lower)) {
      return "is set by the driver: " + lower + " cannot be chosen";
    }
    if (OF_THE_CONNECTION.contains(lower) || !isAllowed(name)) {
      return "is set by the HTTP client: " + lower + " cannot be chosen";
    }
    if (!VALUE.matcher(value).matches()) {
      return "must hold printable ASCII characters only";
    }
    return null;
  }

  private static boolean isAllowed(String name) {
    try {
      HttpRequest.newBuilder(URI.create("http://none/")).header(name, "x");
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  @Override
  public String toString() {
    return "FixedHeaders" + values.keySet();
  }
}
