package io.s3db.sink.bigquery;

import io.s3db.replicator.options.Options;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The options of the driver {@code bigquery}.
 *
 * @param projectId {@code projectId}: required; the project that has the dataset
 * @param datasetId {@code datasetId}: required; the dataset that has the tables
 * @param location {@code location}: where a dataset is created that {@code ensureDataset} asks for;
 *     default {@code US}
 * @param credentials {@code credentials}: see {@link Account}; absent: the application default
 *     credentials
 * @param mode {@code mode}: see {@link Mode}; default {@code mirror}
 * @param schemaSync {@code schemaSync}: whether tables are created and columns added. Default true
 *     ({@code on}); {@code off} means that no definition is changed at all
 * @param ensureDataset {@code ensureDataset}: whether a dataset that is missing is created; default
 *     false
 * @param maxStaleness {@code maxStaleness}: the {@code max_staleness} of tables we create: how old
 *     what a query reads may be, for the price of applying changes less often. Absent: none
 * @param endpoint {@code endpoint}: where the REST interface is, if not at Google's usual address
 * @param storageEndpoint {@code storageEndpoint}: where the Storage Write API is, if not at
 *     Google's usual address
 */
record BigqueryOptions(
    String projectId,
    String datasetId,
    String location,
    Account credentials,
    Mode mode,
    boolean schemaSync,
    boolean ensureDataset,
    @Nullable Duration maxStaleness,
    @Nullable URI endpoint,
    @Nullable URI storageEndpoint) {
  private static final Pattern PROJECT = Pattern.compile("[a-z0-9][a-z0-9.:-]*");
  private static final Pattern DATASET = Pattern.compile("[A-Za-z0-9_]{1,1024}");

  /** Reads the options and notes every problem. */
  static BigqueryOptions read(Options options) {
    BigqueryOptions read =
        new BigqueryOptions(
            name(options, "projectId", PROJECT, "lower-case letters, digits and hyphens"),
            name(options, "datasetId", DATASET, "letters, digits and underscores"),
            options.text("location").orElse("US"),
            Account.read(options, "credentials"),
            options.choice("mode", Mode.class, Mode.MIRROR),
            options.onOff("schemaSync", true),
            options.bool("ensureDataset", false),
            options.value("maxStaleness") == null
                ? null
                : options.duration("maxStaleness", Duration.ZERO),
            address(options, "endpoint").orElse(null),
            address(options, "storageEndpoint").orElse(null));
    if ((read.endpoint == null) != (read.storageEndpoint == null)
        && !options.isAbsent(read.endpoint == null ? "storageEndpoint" : "endpoint")) {
      options.problem(
          read.endpoint == null ? "endpoint" : "storageEndpoint",
          "is required too: rows and tables must go to the same place");
    }
    options.finish();
    return read;
  }

  private static String name(Options options, String option, Pattern pattern, String made) {
    String name = options.requiredText(option);
    if (!name.isEmpty() && !pattern.matcher(name).matches()) {
      options.problem(option, "must be made of " + made + ", not '" + name + "'");
    }
    return name;
  }

  private static Optional<URI> address(Options options, String option) {
    Optional<String> text = options.text(option);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI address = new URI(text.get());
      boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
      if (web && address.getHost() != null && address.getUserInfo() == null) {
        return Optional.of(address);
      }
    } catch (URISyntaxException _) {
      // Told below, with the same words.
    }
    options.problem(option, "must be an address such as https://HOST:PORT");
    return Optional.empty();
  }

  /** What the destination is: {@code bigquery://project/dataset}. */
  String target() {
    return "bigquery://" + projectId + "/" + datasetId;
  }

  /** Whether an address is spoken to in the clear; then no credentials are sent. */
  static boolean isPlain(@Nullable URI address) {
    return address != null && "http".equals(address.getScheme());
  }
}
