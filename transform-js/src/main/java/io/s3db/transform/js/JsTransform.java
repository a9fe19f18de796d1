package io.s3db.transform.js;

import io.s3db.Document;
import io.s3db.replicator.ContextTransform;
import io.s3db.transform.js.Script.Place;
import org.graalvm.polyglot.PolyglotException;
import org.jspecify.annotations.Nullable;

/** A script as a transform: whatever goes wrong names the record and the place in the script. */
final class JsTransform implements ContextTransform {
  private final Workers workers;
  private final Script script;

  JsTransform(Workers workers, Script script) {
    this.workers = workers;
    this.script = script;
  }

  @Override
  public @Nullable Document apply(Document data, Context change)
      throws TransformFailedException, InterruptedException {
    try {
      String json = RecordText.of(data);
      return workers.call(realm -> realm.run(script, json, data, change));
    } catch (PolyglotException e) {
      String where = script.place(e).map(Place::toString).map(place -> " at " + place).orElse("");
      throw failed(data, change, where + ": " + ErrorText.of(e));
    } catch (IllegalArgumentException | CancelledException e) {
      throw failed(data, change, ": " + e.getMessage());
    }
  }

  private TransformFailedException failed(Document data, Context change, String what) {
    return new TransformFailedException(
        "%s/%s: the transform %s failed%s"
            .formatted(
                change.resource(),
                Visible.line(String.valueOf(data.get("id")), 200),
                script.name(),
                what));
  }
}
