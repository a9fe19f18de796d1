package io.s3db.sink.sqs;

import io.s3db.replicator.options.Options;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A process of its own, with an environment of its own, that probes a destination. */
final class ProbeChild {
  private static final String SAID = "said ";

  private ProbeChild() {}

  /** Options in pairs; prints {@code let in}, or the failure. */
  public static void main(String[] options) throws Exception {
    Map<String, Object> config = new LinkedHashMap<>();
    for (int i = 0; i < options.length; i += 2) {
      config.put(options[i], options[i + 1]);
    }
    try (Sink sink =
        new SqsSinkProvider()
            .configure(Options.of("config", config, new ArrayList<>()))
            .open(new TestContext())) {
      sink.probe();
      System.out.println(SAID + "let in");
    } catch (SinkException e) {
      System.out.println(SAID + e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  /**
   * What it said; what its libraries log is left out.
   *
   * @param environment its variables, beside those of this machine that no client looks at
   */
  static String run(Map<String, String> environment, Path home, String... options)
      throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.home=" + home,
                "-cp",
                System.getProperty("java.class.path"),
                ProbeChild.class.getName()));
    command.addAll(List.of(options));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.matches("(AWS|GOOGLE|CLOUDSDK|GCLOUD)_.*"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    try (var out = process.getInputStream()) {
      var end =
          process
              .onExit()
              .orTimeout(1, TimeUnit.MINUTES)
              .exceptionally(_ -> process.destroyForcibly());
      String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      end.join();
      return text.lines()
          .filter(line -> line.startsWith(SAID))
          .map(line -> line.substring(SAID.length()))
          .collect(Collectors.joining());
    } finally {
      process.destroyForcibly();
    }
  }
}
