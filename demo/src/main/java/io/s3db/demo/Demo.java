package io.s3db.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The command {@code ./s3db demo}. Exit codes: 0 all equal, 1 failed, 2 usage, 3 differences found.
 */
@Command(
    name = "./s3db demo",
    mixinStandardHelpOptions = true,
    version = "S3DB for Java 0.1.0-SNAPSHOT",
    sortOptions = false,
    description = {
      "Runs the main job on embedded services: payments and orders are written to a bucket and"
          + " replicated to BigQuery, PostgreSQL, SQS, a webhook and a backup bucket, each in a"
          + " shape of its own, while a connection is cut between a COMMIT and its answer and a"
          + " receiver fails. At the end every destination is compared with the source.",
      ""
    })
public final class Demo implements Callable<Integer> {
  private static final int DIFFERENCES = 3;

  @Option(
      names = "--records",
      paramLabel = "N",
      defaultValue = "2000",
      description = "transactions to insert, from 8 (default: ${DEFAULT-VALUE})")
  private int records;

  @Option(
      names = "--rate",
      paramLabel = "R",
      defaultValue = "500",
      description = "writes to begin in a second (default: ${DEFAULT-VALUE})")
  private int rate;

  @Option(names = "--json", description = "print the result as one JSON object")
  private boolean json;

  @Option(
      names = "--serve",
      description =
          "afterwards, keep the services and a daemon with the page running until Ctrl-C; a payment"
              + " is written every second")
  private boolean serve;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli before call
  private CommandSpec spec;

  private Demo() {
    // made by main
  }

  /** Runs the demo and exits. */
  public static void main(String[] args) {
    CommandLine line =
        new CommandLine(new Demo())
            .setExecutionExceptionHandler(
                (e, commandLine, _) -> {
                  commandLine.getErr().println("The demo failed: " + e.getMessage());
                  return 1;
                });
    System.exit(line.execute(args));
  }

  @Override
  public Integer call() throws Exception {
    if (records < 8 || records > 10_000_000) {
      throw usage("--records must be from 8 to 10000000, not " + records);
    }
    if (rate < 1 || rate > 1_000_000) {
      throw usage("--rate must be from 1 to 1000000, not " + rate);
    }
    Path folder = Files.createTempDirectory("s3db-demo");
    CtrlC ctrlC = new CtrlC();
    if (serve) {
      ctrlC.listen();
    }
    try {
      DemoOptions options = new DemoOptions(records, rate, json, serve);
      return new DemoRun(options, folder, ctrlC).run() ? 0 : DIFFERENCES;
    } finally {
      delete(folder);
      ctrlC.done();
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
