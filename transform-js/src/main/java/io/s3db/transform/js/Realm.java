package io.s3db.transform.js;

import io.s3db.Document;
import io.s3db.json.Json;
import io.s3db.replicator.ContextTransform;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** One context with the transforms evaluated in it. For one thread at a time. */
final class Realm {
  private final Context context;
  private final Host host = new Host();
  private final Value run;
  private final Value settled;
  private final Value pending;
  private final Value kind;
  private final Map<Script, Value> makers = new WeakHashMap<>();

  Realm(Context context, Value prelude) {
    this.context = context;
    Value functions = prelude.execute(host.functions());
    this.run = functions.getMember("run");
    this.settled = functions.getMember("settled");
    this.pending = functions.getMember("pending");
    this.kind = functions.getMember("kind");
  }

  /** What a script gives: {@code function}, if it is a transform. */
  String kind(Script script) {
    host.speakFor(script.name());
    return kind.execute(maker(script)).asString();
  }

  /**
   * Transforms a record.
   *
   * @throws IllegalArgumentException if the result is no row
   */
  @Nullable Document run(
      Script script, String json, Document data, ContextTransform.Context change) {
    host.speakFor(script.name());
    Value result =
        run.execute(
            maker(script),
            json,
            Json.write(data.aside()),
            change.operation().word(),
            (double) change.changedAt().toEpochMilli(),
            change.resource(),
            seed(data, change));
    return new RowReader(data).read(result.canExecute() ? awaited(result) : result);
  }

  /** What a promise came to: all that was to run has run when the call returned. */
  private Value awaited(Value result) {
    Value value = result.equals(pending) ? settled.execute() : result;
    if (value.equals(pending)) {
      throw new IllegalArgumentException(
          "it returned a promise that did not settle: a transform cannot wait");
    }
    return value;
  }

  private Value maker(Script script) {
    Value known = makers.get(script);
    if (known == null) {
      known = context.eval(script.source());
      makers.put(script, known);
    }
    return known;
  }

  /** The same for each delivery of a change, in any process: text hashes are specified. */
  private static int seed(Document data, ContextTransform.Context change) {
    return Objects.hash(
        change.resource(), String.valueOf(data.get("id")), change.changedAt().toEpochMilli());
  }

  /** Ends whatever runs in the context, from another thread, and frees it. */
  void cancel() {
    context.close(true);
  }
}
