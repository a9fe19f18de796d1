package io.s3db.transform.js;

import io.s3db.transform.js.Script.Place;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.graalvm.polyglot.PolyglotException;
import org.jspecify.annotations.Nullable;

/** Finds the form a text has, and checks that it gives a function. */
final class Compiler {
  private static final Place NOWHERE = new Place(0, 0);

  private static final Pattern IMPORT = Pattern.compile("(?m)^import\\b");

  private final Workers workers;

  Compiler(Workers workers) {
    this.workers = workers;
  }

  /**
   * Compiles a text.
   *
   * @throws IllegalArgumentException saying where and what is wrong
   */
  Script compile(String name, String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException("it is empty: give a function of the record");
    }
    try {
      return workers.call(realm -> compile(realm, name, text));
    } catch (CancelledException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalArgumentException("compiling it was interrupted", e);
    }
  }

  private static Script compile(Realm realm, String name, String text) {
    Problem worst = null;
    for (Form form : Form.values()) {
      Script script = new Script(name, text, form);
      Problem problem = tryForm(realm, script);
      if (problem == null) {
        return script;
      }
      // Of a text that has no form, the attempt that came furthest knows best what is wrong.
      worst = worst == null || problem.place().compareTo(worst.place()) >= 0 ? problem : worst;
    }
    throw new IllegalArgumentException(
        IMPORT.matcher(text).find()
            ? "it has an import, and a transform can load nothing: hashes are in crypto, which is"
                + " there"
            : Objects.requireNonNull(worst).message());
  }

  private static @Nullable Problem tryForm(Realm realm, Script script) {
    String kind;
    try {
      kind = realm.kind(script);
    } catch (PolyglotException e) {
      Optional<Place> place = script.place(e);
      String text = ErrorText.of(e);
      String message = place.map(each -> each + ": " + text).orElse(text);
      if (!e.isSyntaxError()) {
        throw new IllegalArgumentException(message, e);
      }
      return new Problem(place.orElse(NOWHERE), message);
    }
    if (!kind.equals("function")) {
      throw new IllegalArgumentException(
          "it gives "
              + (kind.equals("undefined") ? "no function" : "a value of type " + kind)
              + ": write (data) => ({ … }), or define a function named transform");
    }
    return null;
  }

  private record Problem(Place place, String message) {}
}
