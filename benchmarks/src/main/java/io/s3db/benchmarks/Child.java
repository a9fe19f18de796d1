package io.s3db.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A destination in a process of its own, as in real life: what it does is neither in our heap nor
 * on our threads. It shares the processor with us all the same.
 */
final class Child implements AutoCloseable {
  private final Process process;
  private final List<String> said;

  private Child(Process process, List<String> said) {
    this.process = process;
    this.said = said;
  }

  /** Starts the program and waits until it has said so many lines: where it listens. */
  static Child start(Class<?> program, int lines, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    List<String> said = new ArrayList<>();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    while (said.size() < lines) {
      String line = out.readLine();
      if (line == null) {
        process.destroyForcibly();
        throw new IOException(program.getSimpleName() + " ended before it had begun");
      }
      said.add(line.strip());
    }
    return new Child(process, said);
  }

  /** A line that it said, from 0. */
  String line(int number) {
    return said.get(number);
  }

  @Override
  public void close() {
    process.destroy();
  }

  /** In the program: lives until the one that started it is gone. */
  static void serve() throws IOException {
    System.out.flush();
    while (System.in.read() >= 0) {
      // nothing is ever said to it
    }
  }
}
