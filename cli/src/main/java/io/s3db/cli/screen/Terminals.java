package io.s3db.cli.screen;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Which streams are a terminal, and how wide it is.
 *
 * @param in whether somebody types
 * @param out whether somebody looks at results
 * @param err whether somebody looks at progress
 * @param width in columns
 */
public record Terminals(boolean in, boolean out, boolean err, int width) {
  /** No terminal, so no limit of width. */
  public static final Terminals NONE = new Terminals(false, false, false, Integer.MAX_VALUE);

  private static final int USUAL = 80;

  static Terminals system(Map<String, String> environment) {
    boolean out = isTerminal(1);
    int width = out ? width(environment) : Integer.MAX_VALUE;
    return new Terminals(isTerminal(0), out, isTerminal(2), width);
  }

  /** Linux names what is behind a stream; elsewhere Java knows of all streams together. */
  private static boolean isTerminal(int descriptor) {
    Path link = Path.of("/proc/self/fd/" + descriptor);
    if (!Files.isSymbolicLink(link)) {
      // Without the module jdk.internal.le there may be no console.
      return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }
    try {
      String target = Files.readSymbolicLink(link).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException _) {
      return false;
    }
  }

  private static int width(Map<String, String> environment) {
    return positive(environment.getOrDefault("COLUMNS", ""))
        .or(Terminals::askTerminal)
        .orElse(USUAL);
  }

  /** Prints "rows columns"; a terminal that does not answer is taken to be of the usual width. */
  private static Optional<Integer> askTerminal() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!stty.waitFor(1, TimeUnit.SECONDS)) {
        stty.destroyForcibly();
        return Optional.empty();
      }
      String answer =
          new String(stty.getInputStream().readNBytes(32), StandardCharsets.US_ASCII).strip();
      return positive(answer.substring(answer.indexOf(' ') + 1));
    } catch (IOException _) {
      return Optional.empty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static Optional<Integer> positive(String text) {
    return text.matches("[1-9]\\d{0,4}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
  }
}
