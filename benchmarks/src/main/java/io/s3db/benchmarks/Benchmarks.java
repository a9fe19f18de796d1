package io.s3db.benchmarks;

import io.s3db.testkit.postgres.PostgresServer;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs the benchmarks named, or all, and prints a Markdown table.
 *
 * <p>{@code Benchmarks [--tiny] [--verified=RECORDS] [NAME…]}
 */
public final class Benchmarks {
  private static final String VERIFIED = "--verified=";
  private static final String HEAD =
      "| what | measured | beside, same run | ratio | budget | |\n|---|---|---|---|---|---|";

  private Benchmarks() {}

  /** The entry point; figures go to the standard output, progress to the other. */
  public static void main(String... arguments) throws Exception {
    List<String> names = new ArrayList<>(List.of(arguments));
    Scale scale = names.remove("--tiny") ? Scale.tiny() : Scale.full();
    for (String each : arguments) {
      if (each.startsWith(VERIFIED)) {
        names.remove(each);
        scale = scale.withVerified(Integer.parseInt(each.substring(VERIFIED.length())));
      }
    }
    Map<String, Benchmark> chosen = chosen(names);
    Path folder = Files.createTempDirectory("benchmarks");
    try (PostgresServer server = PostgresServer.start()) {
      List<Figure> figures = run(chosen, new Stage(scale, folder, server), System.err);
      System.out.println(HEAD);
      figures.forEach(figure -> System.out.println(figure.markdown()));
    }
  }

  /** All benchmarks by name, in the order of the table. */
  static Map<String, Benchmark> all() {
    Map<String, Benchmark> all = new LinkedHashMap<>();
    all.put("latency", new WriteLatency());
    all.put("accepts", new DurableAccepts());
    all.put("postgres", new PostgresDrain());
    all.put("freshness", new Freshness());
    all.put("neighbours", new Neighbours());
    all.put("superseded", new SupersededDrain());
    all.put("webhook", new WebhookDrain());
    all.put("sqs", new SqsDrain());
    all.put("bigquery", new BigqueryDrain());
    all.put("js", new JsCalls());
    all.put("heap", new BacklogHeap());
    all.put("verify", new VerifyRows());
    return all;
  }

  private static Map<String, Benchmark> chosen(List<String> names) {
    Map<String, Benchmark> all = all();
    for (String name : names) {
      if (!all.containsKey(name)) {
        throw new IllegalArgumentException(
            "there is no benchmark '" + name + "': there are " + String.join(", ", all.keySet()));
      }
    }
    if (!names.isEmpty()) {
      all.keySet().retainAll(names);
    }
    return all;
  }

  private static List<Figure> run(
      Map<String, Benchmark> benchmarks, Stage stage, PrintStream progress) throws Exception {
    List<Figure> figures = new ArrayList<>();
    for (var each : benchmarks.entrySet()) {
      long begun = System.nanoTime();
      List<Figure> found = each.getValue().run(stage);
      progress.printf("%s: %.1f s%n", each.getKey(), (System.nanoTime() - begun) / 1e9);
      found.forEach(figure -> progress.println("  " + figure.markdown()));
      figures.addAll(found);
    }
    return figures;
  }
}
