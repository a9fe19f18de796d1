package io.s3db.benchmarks;

import io.s3db.Document;
import io.s3db.Operation;
import io.s3db.replicator.ContextTransform;
import io.s3db.transform.js.JavaScript;
import io.s3db.transform.js.JsLimits;
import java.time.Instant;
import java.util.List;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.Value;

/**
 * How often a second a simple transform in JavaScript runs on all processors, sandbox and reading
 * of the row included; beside the same function called in bare contexts of GraalJS, with the record
 * as JSON, whose result is not read.
 */
final class JsCalls implements Benchmark {
  private static final double BUDGET = 100_000;
  private static final int CALLERS = 4; // the lanes of a destination
  private static final String SOURCE =
      "(data) => ({ id: data.id, total: Math.round(data.total), paid: data.paid,"
          + " large: data.total > 1000, at: new Date().toISOString() })";

  @Override
  public List<Figure> run(Stage stage) throws Exception {
    int calls = stage.scale().calls();
    JavaScript language = JavaScript.of(JsLimits.DEFAULTS);
    ContextTransform transform = language.compile("benchmark.js", SOURCE);
    raw(calls); // warms up
    ours(transform, calls);
    Samples raw = new Samples();
    Samples ours = new Samples();
    for (int round = 0; round < stage.scale().rounds(); round++) {
      raw.add(raw(calls));
      ours.add(ours(transform, calls));
    }
    double rate = ours.median();
    return List.of(
        Figure.of("calls of a simple transform in JavaScript", Text.rate(rate, "calls"))
            .beside(
                "the function alone, in bare contexts: " + Text.rate(raw.median(), "calls"),
                Text.percent(rate / raw.median()))
            .budget(Text.rate(BUDGET, "calls"), rate >= BUDGET));
  }

  private static double ours(ContextTransform transform, int calls) throws Exception {
    Document record = Orders.order(1000);
    ContextTransform.Context change =
        new ContextTransform.Context(Operation.INSERT, Instant.EPOCH, Orders.NAME);
    return Load.perSecond(
        calls, Load.range(CALLERS, 0, calls, _ -> transform.apply(record, change)));
  }

  private static double raw(int calls) throws Exception {
    int threads = Runtime.getRuntime().availableProcessors();
    String json = Orders.order(1000).toJson();
    try (Engine engine =
        Engine.newBuilder("js").option("engine.WarnInterpreterOnly", "false").build()) {
      return Load.perSecond(
          calls,
          Load.each(
              threads,
              _ -> {
                try (Context context = Context.newBuilder("js").engine(engine).build()) {
                  Value function =
                      context.eval(
                          "js", "{ const f = " + SOURCE + "; (json) => f(JSON.parse(json)) }");
                  for (int call = 0; call < calls / threads; call++) {
                    function.execute(json);
                  }
                }
              }));
    }
  }
}
