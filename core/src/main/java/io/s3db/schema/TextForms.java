package io.s3db.schema;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Flags that ask for text of a certain form. */
final class TextForms {
  private static final Map<String, Form> FORMS = new LinkedHashMap<>();

  static {
    FORMS.put("numeric", form("Numeric", "-?[0-9]\\d*(\\.\\d+)?", "a numeric string"));
    FORMS.put("alpha", form("Alpha", "[a-zA-Z]+", "an alphabetic string"));
    FORMS.put("alphanum", form("Alphanum", "[a-zA-Z0-9]+", "an alphanumeric string"));
    FORMS.put("alphadash", form("Alphadash", "[a-zA-Z0-9_-]+", "an alphadash string"));
    FORMS.put("hex", form("Hex", "([0-9a-fA-F]{2})+", "a hex string"));
    FORMS.put("singleLine", form("SingleLine", "[^\\n]*", "a single line string"));
    FORMS.put(
        "base64",
        form(
            "Base64",
            "(?:[A-Za-z0-9+\\\\/]{4})*(?:[A-Za-z0-9+\\\\/]{2}==|[A-Za-z0-9+/]{3}=)?",
            "a base64 string"));
  }

  private TextForms() {}

  private record Form(String type, Pattern pattern, String what) {}

  static void check(Rule rule, String field, String text, String original, Report report) {
    FORMS.forEach(
        (flag, form) -> {
          if (rule.has(flag) && !form.pattern().matcher(text).matches()) {
            report.add(
                form.type(), field, "The '{field}' field must be " + form.what() + ".", original);
          }
        });
  }

  private static Form form(String name, String pattern, String what) {
    return new Form("string" + name, Pattern.compile(pattern), what);
  }
}
