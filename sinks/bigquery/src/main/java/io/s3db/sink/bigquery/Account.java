package io.s3db.sink.bigquery;

import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import io.s3db.Document;
import io.s3db.json.Json;
import io.s3db.replicator.options.Options;
import io.s3db.replicator.options.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who we are for Google: a service account given as an object, as the path of its key file, or as
 * the text of that file; else the application default credentials, which are looked for with the
 * first call. Never prints.
 */
final class Account {
  private static final String SCOPE = "https://www.googleapis.com/auth/bigquery";
  private static final long LARGEST = 1 << 20;
  private static final Pattern NAME = Pattern.compile("[^\\r\\n]{1,200}\\.[A-Za-z0-9]{1,5}");

  private final @Nullable GoogleCredentials given;

  private Account(@Nullable GoogleCredentials given) {
    this.given = given;
  }

  /** Reads the option; nothing of what a key file holds is in a problem. */
  static Account read(Options options, String option) {
    Object value = options.value(option);
    try {
      return new Account(
          switch (value) {
            case null -> null;
            case Secret secret -> ofText(secret.reveal());
            case String text -> ofText(text);
            case Map<?, ?> key -> ofObject(key);
            case Document key -> ofObject(key.toMap());
            default -> throw new UnusableException("must be an object or the path of a key file");
          });
    } catch (UnusableException e) {
      options.problem(option, String.valueOf(e.getMessage()));
      return new Account(null);
    }
  }

  private static GoogleCredentials ofText(String text) throws UnusableException {
    return text.strip().startsWith("{")
        ? ofJson(text.getBytes(StandardCharsets.UTF_8))
        : ofFile(text);
  }

  private static GoogleCredentials ofFile(String name) throws UnusableException {
    try {
      Path file = Path.of(name);
      if (Files.isRegularFile(file) && Files.size(file) > LARGEST) {
        throw new UnusableException("names a file that is too large for a key" + shown(name));
      }
      return ofJson(Files.readAllBytes(file));
    } catch (NoSuchFileException _) {
      throw new UnusableException("names a file that does not exist" + shown(name));
    } catch (InvalidPathException | IOException _) {
      throw new UnusableException("names a file that cannot be read" + shown(name));
    }
  }

  /** The name of a file, if it is there or has an ending: else it is more likely a key itself. */
  private static String shown(String name) {
    return NAME.matcher(name).matches() || isThere(name)
        ? ": '" + name + "'"
        : ": give its path, or the text of the key file";
  }

  private static boolean isThere(String name) {
    try {
      return Files.exists(Path.of(name));
    } catch (InvalidPathException _) {
      return false;
    }
  }

  private static GoogleCredentials ofObject(Map<?, ?> key) throws UnusableException {
    byte[] json;
    try {
      json = Json.bytes(key);
    } catch (RuntimeException _) {
      throw new UnusableException("is no JSON: give the key file of a service account");
    }
    return ofJson(json);
  }

  private static GoogleCredentials ofJson(byte[] json) throws UnusableException {
    Object key;
    try {
      key = Json.parse(json);
    } catch (RuntimeException _) {
      throw new UnusableException("is no JSON: give the key file of a service account");
    }
    if (!(key instanceof Map<?, ?> fields) || !(fields.get("type") instanceof String)) {
      throw new UnusableException("has no field 'type': give the key of a service account");
    }
    for (String needed : new String[] {"client_email", "private_key"}) {
      if ("service_account".equals(fields.get("type")) && !(fields.get(needed) instanceof String)) {
        throw new UnusableException("has no field '" + needed + "', which a service account has");
      }
    }
    try {
      GoogleCredentials read =
          GoogleCredentials.fromStream(new ByteArrayInputStream(json)).createScoped(SCOPE);
      return read instanceof ServiceAccountCredentials account
          ? account.createWithCustomRetryStrategy(false)
          : read;
    } catch (IOException | RuntimeException _) {
      throw new UnusableException(
          "is no key that Google's client can read: download the key of the service account again");
    }
  }

  /** The credentials; looks for the default ones if none were given. */
  GoogleCredentials credentials() throws IOException {
    return given == null ? GoogleCredentials.getApplicationDefault().createScoped(SCOPE) : given;
  }

  @Override
  public String toString() {
    return given == null ? "default credentials" : "credentials ****";
  }

  private static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableException(String message) {
      super(message, null, false, false);
    }
  }
}
