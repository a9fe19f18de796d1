package io.s3db.transform.js;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Map;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.EnvironmentAccess;
import org.graalvm.polyglot.HostAccess;
import org.graalvm.polyglot.PolyglotAccess;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.io.IOAccess;

/**
 * Makes contexts in which a script sees the language and nothing else: no Java, files, network,
 * threads, environment, no code made of text.
 *
 * <p>They share one engine, and with it what was parsed. The options are those of GraalJS:
 * https://www.graalvm.org/latest/reference-manual/js/Options/
 */
final class Sandbox {
  private static final String LONGEST_TEXT = "8388608";

  private static final Map<String, String> OPTIONS =
      Map.ofEntries(
          Map.entry("js.strict", "true"),
          Map.entry("js.disable-eval", "true"),
          Map.entry("js.load", "false"),
          Map.entry("js.print", "false"),
          Map.entry("js.console", "false"),
          Map.entry("js.performance", "false"),
          Map.entry("js.polyglot-builtin", "false"),
          Map.entry("js.graal-builtin", "false"),
          Map.entry("js.java-package-globals", "false"),
          Map.entry("js.shared-array-buffer", "false"),
          Map.entry("js.atomics", "false"),
          Map.entry("js.webassembly", "false"),
          // 2n ** 1000000000n runs for minutes and cannot be stopped.
          Map.entry("js.bigint", "false"),
          Map.entry("js.string-length-limit", LONGEST_TEXT),
          // RegExp.$1 would carry text from one record to the next.
          Map.entry("js.regexp-static-result", "false"),
          Map.entry("js.locale", "en-US"));

  private static final Source PRELUDE = prelude();

  private final Engine engine =
      Engine.newBuilder("js")
          .allowExperimentalOptions(true)
          .option("engine.WarnInterpreterOnly", "false")
          .out(OutputStream.nullOutputStream())
          .err(OutputStream.nullOutputStream())
          .in(InputStream.nullInputStream())
          .build();

  /** A fresh context, prepared and frozen. */
  Realm open() {
    Context context =
        Context.newBuilder("js")
            .engine(engine)
            .allowAllAccess(false)
            .allowHostAccess(HostAccess.NONE)
            .allowIO(IOAccess.NONE)
            .allowPolyglotAccess(PolyglotAccess.NONE)
            .allowEnvironmentAccess(EnvironmentAccess.NONE)
            .allowCreateThread(false)
            .allowCreateProcess(false)
            .allowNativeAccess(false)
            .allowExperimentalOptions(true)
            .options(OPTIONS)
            .timeZone(ZoneId.of("UTC"))
            .build();
    return new Realm(context, context.eval(PRELUDE));
  }

  private static Source prelude() {
    try (InputStream in = Sandbox.class.getResourceAsStream("prelude.js")) {
      if (in == null) {
        throw new IllegalStateException("prelude.js is missing beside " + Sandbox.class);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Source.newBuilder("js", text, "prelude.js").internal(true).buildLiteral();
    } catch (IOException e) {
      throw new UncheckedIOException("prelude.js cannot be read", e);
    }
  }
}
