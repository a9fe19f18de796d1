package io.s3db.transform.js;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.graalvm.polyglot.proxy.ProxyObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** What a script can ask of Java: hashes and lines in the log. The prelude checks the arguments. */
final class Host {
  private static final Logger LOG = LoggerFactory.getLogger("io.s3db.transform.js");
  private static final int LONGEST_LINE = 1_000;
  private String speaker = "";

  /** Names the script that runs from now on, for its lines in the log. */
  void speakFor(String script) {
    speaker = script;
  }

  /** The functions {@code digest(algorithm, text, encoding)} and {@code log(level, text)}. */
  ProxyObject functions() {
    ProxyExecutable digest =
        arguments -> digest(text(arguments, 0), text(arguments, 1), text(arguments, 2));
    ProxyExecutable log = arguments -> log(text(arguments, 0), text(arguments, 1));
    return ProxyObject.fromMap(Map.of("digest", digest, "log", log));
  }

  private static String text(Value[] arguments, int index) {
    return arguments[index].asString();
  }

  private static String digest(String algorithm, String text, String encoding) {
    byte[] hash = hash(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
    return switch (encoding) {
      case "hex" -> HexFormat.of().formatHex(hash);
      case "base64" -> Base64.getEncoder().encodeToString(hash);
      default -> Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    };
  }

  private static MessageDigest hash(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no " + algorithm, e);
    }
  }

  private boolean log(String level, String text) {
    LOG.atLevel(Level.valueOf(level.toUpperCase(Locale.ROOT)))
        .log("{}: {}", speaker, Visible.line(text, LONGEST_LINE));
    return true;
  }
}
