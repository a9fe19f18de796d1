package io.s3db.transform.js;

import static io.s3db.transform.js.Scripts.CHANGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.replicator.ContextTransform;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many threads, few workers. */
final class ConcurrencyTest {
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void noThreadSeesWhatIsAnothers(boolean virtual) throws Exception {
    JavaScript language = JavaScript.of(JsLimits.DEFAULTS.withWorkers(3));
    List<Future<Integer>> results = new ArrayList<>();
    try (ExecutorService threads =
        virtual ? Executors.newVirtualThreadPerTaskExecutor() : Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 8; i++) {
        int thread = i;
        results.add(threads.submit(() -> many(language, thread)));
      }
      for (Future<Integer> each : results) {
        assertThat(each.get()).isEqualTo(300);
      }
    }
  }

  private static int many(JavaScript language, int thread) throws Exception {
    ContextTransform transform =
        language.compile(
            "t" + thread,
            "let n = 0; function transform(d, c) { n++; if (d.i % 50 === 7) throw new Error(d.id);"
                + " return { id: d.id, n, mine: "
                + thread
                + ", at: c.changedAt, now: new Date() } }");
    int right = 0;
    for (int i = 0; i < 300; i++) {
      String id = thread + "-" + i;
      ContextTransform.Context change =
          new ContextTransform.Context(
              CHANGE.operation(), CHANGE.changedAt().plusMillis(thread * 1000L + i), "r" + thread);
      right += isRight(transform, Document.of("id", id, "i", i), change, thread) ? 1 : 0;
    }
    return right;
  }

  private static boolean isRight(
      ContextTransform transform, Document data, ContextTransform.Context change, int thread)
      throws Exception {
    try {
      Document row = transform.apply(data, change);
      return row.id().equals(data.id())
          && row.integer("n") == 1
          && row.integer("mine") == thread
          && row.instant("at").equals(change.changedAt())
          && row.instant("now").equals(change.changedAt());
    } catch (TransformFailedException e) {
      return data.integer("i") % 50 == 7
          && e.getMessage()
              .startsWith("r" + thread + "/" + data.id() + ": the transform t" + thread)
          && e.getMessage().endsWith("Error: " + data.id());
    }
  }
}
