package io.s3db.sink.postgresql;

import io.s3db.replicator.options.Options;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The options of the driver {@code postgresql}.
 *
 * @param connection {@code connectionString}: required; see {@link ConnectionString}. Parameters of
 *     the JDBC driver pass through, {@code sslmode} and its companions above all
 * @param schema {@code schema}: where tables without a schema of their own are; the first of the
 *     search path if absent
 * @param schemaSync {@code schemaSync}: whether tables are created and columns added and, in tables
 *     we created, widened. Default true ({@code on}); {@code off} means no data definition at all
 * @param guard {@code guard}: see {@link Guard}; default {@code auto}
 * @param overflow {@code overflow}: the name of a {@code jsonb} column that takes the fields which
 *     have no column and get none. Absent: such fields are dropped, with one warning each
 * @param logTable {@code logTable}: the name of a table that keeps a row of every delivered change;
 *     see {@link LogTable}. Absent: none
 * @param poolSize {@code poolSize}: the most connections; default one per lane
 * @param statementTimeout {@code statementTimeout}: when the server gives a statement up; default
 *     the time an attempt may take
 * @param tls {@code sslMode}, {@code sslRootCert}, {@code sslCert}, {@code sslKey}, {@code
 *     sslPassword}: as the parameters of the connection string with the same names in lower case,
 *     which they override
 */
record PostgresqlOptions(
    ConnectionString connection,
    @Nullable String schema,
    boolean schemaSync,
    Guard guard,
    @Nullable String overflow,
    @Nullable String logTable,
    @Nullable Integer poolSize,
    @Nullable Duration statementTimeout,
    Map<String, String> tls) {
  private static final ConnectionString NONE = new ConnectionString("", "", Map.of());

  /** Levels of encryption, as {@code sslmode} names them. */
  private enum SslMode {
    DISABLE,
    ALLOW,
    PREFER,
    REQUIRE,
    VERIFY_CA,
    VERIFY_FULL
  }

  /** Reads the options and notes every problem. */
  static PostgresqlOptions read(Options options) {
    PostgresqlOptions read =
        new PostgresqlOptions(
            connection(options),
            name(options, "schema"),
            options.onOff("schemaSync", true),
            options.choice("guard", Guard.class, Guard.AUTO),
            name(options, "overflow"),
            logTable(options),
            poolSize(options),
            statementTimeout(options),
            tls(options));
    options.finish();
    return read;
  }

  private static ConnectionString connection(Options options) {
    String text = options.requiredSecret("connectionString").reveal();
    if (text.isEmpty()) {
      return NONE;
    }
    try {
      return ConnectionString.parse(text);
    } catch (IllegalArgumentException e) {
      options.problem("connectionString", String.valueOf(e.getMessage()));
      return NONE;
    }
  }

  private static @Nullable String name(Options options, String option) {
    Optional<String> name = options.text(option);
    name.flatMap(Identifiers::problem).ifPresent(why -> options.problem(option, why));
    return name.orElse(null);
  }

  private static @Nullable String logTable(Options options) {
    Optional<String> name = options.text("logTable");
    name.flatMap(text -> TableName.parse(text, null).problem())
        .ifPresent(why -> options.problem("logTable", "cannot be a table: " + why));
    return name.orElse(null);
  }

  private static @Nullable Integer poolSize(Options options) {
    return options.value("poolSize") == null ? null : options.count("poolSize", 1, 1, 1000);
  }

  private static @Nullable Duration statementTimeout(Options options) {
    return options.value("statementTimeout") == null
        ? null
        : options.duration("statementTimeout", Duration.ZERO);
  }

  private static Map<String, String> tls(Options options) {
    Map<String, String> tls = new TreeMap<>();
    if (options.value("sslMode") != null) {
      SslMode mode = options.choice("sslMode", SslMode.class, SslMode.VERIFY_FULL);
      tls.put("sslmode", mode.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
    options.text("sslRootCert").ifPresent(file -> tls.put("sslrootcert", file));
    options.text("sslCert").ifPresent(file -> tls.put("sslcert", file));
    options.text("sslKey").ifPresent(file -> tls.put("sslkey", file));
    options.secret("sslPassword").ifPresent(text -> tls.put("sslpassword", text.reveal()));
    return tls;
  }

  /** The address without credentials, with the schema if one is set. */
  String target() {
    return schema == null ? connection.shown() : connection.shown() + "?schema=" + schema;
  }

  @Override
  public String toString() {
    return "PostgresqlOptions[" + target() + "]";
  }
}
