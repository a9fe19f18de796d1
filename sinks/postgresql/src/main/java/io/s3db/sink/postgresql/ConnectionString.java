package io.s3db.sink.postgresql;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.postgresql.PGProperty;

/**
 * Where the server is and how to log in, read from {@code
 * postgresql://user:password@host:5432/database?sslmode=require}; {@code postgres://} and {@code
 * jdbc:postgresql://} are read too, and several hosts with commas between them.
 *
 * @param hosts {@code host:port}, with commas
 * @param database the database
 * @param properties for the driver: user, password, parameters
 */
record ConnectionString(String hosts, String database, Map<String, String> properties) {
  /** Names of libpq, which people know from psql, and the driver's own. */
  private static final Map<String, String> LIBPQ =
      Map.of(
          "application_name", "ApplicationName",
          "connect_timeout", "connectTimeout",
          "target_session_attrs", "targetServerType",
          "channel_binding", "channelBinding",
          "gssencmode", "gssEncMode");

  /** Copies the properties. */
  ConnectionString {
    properties = Map.copyOf(properties);
  }

  /**
   * Reads a connection string.
   *
   * @throws IllegalArgumentException saying what is wrong, without the text itself
   */
  static ConnectionString parse(String text) {
    String rest = withoutScheme(text);
    String query = "";
    int mark = rest.indexOf('?');
    if (mark >= 0) {
      query = rest.substring(mark + 1);
      rest = rest.substring(0, mark);
    }
    int slash = rest.indexOf('/');
    if (rest.indexOf('@', Math.max(0, slash)) > slash && slash >= 0) {
      throw misplacedAt(); // else a part of the password would be host and database, and shown
    }
    Map<String, String> properties = parameters(query);
    String authority = slash < 0 ? rest : rest.substring(0, slash);
    int at = authority.lastIndexOf('@');
    if (at >= 0) {
      String login = authority.substring(0, at);
      int colon = login.indexOf(':');
      properties.put("user", decoded(colon < 0 ? login : login.substring(0, colon)));
      if (colon >= 0) {
        properties.put("password", decoded(login.substring(colon + 1)));
      }
    }
    String user = properties.getOrDefault("user", "postgres");
    properties.put("user", user);
    String database = slash < 0 ? "" : decoded(rest.substring(slash + 1));
    return new ConnectionString(
        hosts(authority.substring(at + 1)), database.isEmpty() ? user : database, properties);
  }

  private static IllegalArgumentException misplacedAt() {
    return new IllegalArgumentException(
        "has an @ behind the first / or ?: write %40, %2F and %3F for @, / and ? in a password");
  }

  private static String withoutScheme(String text) {
    String plain = text.strip().startsWith("jdbc:") ? text.strip().substring(5) : text.strip();
    for (String scheme : List.of("postgresql://", "postgres://")) {
      if (plain.startsWith(scheme)) {
        return plain.substring(scheme.length());
      }
    }
    throw new IllegalArgumentException(
        "must begin with postgresql://, for example postgresql://user:password@host:5432/database");
  }

  private static String hosts(String authority) {
    List<String> hosts = new ArrayList<>();
    for (String host : authority.split(",", -1)) {
      String named = host.isEmpty() ? "localhost" : host;
      int colon = named.lastIndexOf(':');
      boolean hasPort = colon > named.lastIndexOf(']');
      String port = hasPort ? named.substring(colon + 1) : "5432";
      if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > 65_535) {
        throw new IllegalArgumentException(
            "has no valid port: write host:5432, and %40, %3A, %2F for @, : and / in a password");
      }
      hosts.add((hasPort ? named.substring(0, colon) : named) + ":" + port);
    }
    return String.join(",", hosts);
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new TreeMap<>();
    for (String pair : query.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
        String property = LIBPQ.getOrDefault(name, name);
        boolean known = PGProperty.forName(property) != null;
        if (!known && pair.indexOf('@') >= 0) {
          throw misplacedAt(); // the name is a part of the password
        }
        if (!known) {
          throw new IllegalArgumentException(
              "has the parameter '" + name + "', which the PostgreSQL driver does not know");
        }
        String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
        parameters.put(property, value.equals("read-write") ? "primary" : value);
      }
    }
    return parameters;
  }

  /** Percent-decoding as in URLs, where a plus sign is itself. */
  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw new IllegalArgumentException("has a % that begins no code: write %25 for a %");
    }
  }

  /** The address for the driver: no user, no password. */
  String url() {
    return "jdbc:postgresql://" + hosts + "/" + encoded(database);
  }

  /** The address for people: no user, no password. */
  String shown() {
    return "postgresql://" + hosts + "/" + database;
  }

  /** The properties, and further ones where the string does not say otherwise. */
  Properties with(Map<String, String> defaults) {
    Properties all = new Properties();
    all.putAll(defaults);
    if (hosts.contains(",")) {
      all.put("targetServerType", "primary");
    }
    all.putAll(properties);
    return all;
  }

  private static String encoded(String text) {
    return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    return shown();
  }
}
