package io.s3db.cli.screen;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Where a command reads and writes.
 *
 * @param in the standard input
 * @param out the standard output: results, and nothing else
 * @param err the standard error: progress, notes, failures
 * @param environment the variables
 * @param terminals which of the streams people look at
 */
public record Screen(
    InputStream in,
    Output out,
    PrintStream err,
    Map<String, String> environment,
    Terminals terminals) {

  /** The streams of this process. */
  public static Screen system() {
    return new Screen(
        new FileInputStream(FileDescriptor.in),
        new Output(new FileOutputStream(FileDescriptor.out)),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        System.getenv(),
        Terminals.system(System.getenv()));
  }

  /** Streams that are no terminal. */
  public static Screen of(
      InputStream in, OutputStream out, OutputStream err, Map<String, String> environment) {
    return new Screen(
        in,
        new Output(out),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        environment,
        Terminals.NONE);
  }

  /** A variable, if it is set and not empty. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }

  /** Whether results may have colours: on a terminal that has some, unless {@code NO_COLOR}. */
  public boolean colours() {
    return terminals.out() && coloursWanted();
  }

  /** Whether notes and failures may have colours. */
  public boolean coloursOfErrors() {
    return terminals.err() && coloursWanted();
  }

  private boolean coloursWanted() {
    return variable("NO_COLOR").isEmpty() && !"dumb".equals(environment.get("TERM"));
  }

  /** Tells people something that is no result. */
  public void note(String text) {
    err.println(text);
  }
}
