package io.s3db.transform.js;

import java.util.regex.Pattern;

/**
 * The forms in which a transform may be written. Each is wrapped into a function that makes the
 * transform, so that its variables are fresh for every record.
 */
enum Form {
  /** {@code (data) => …}, {@code function (data) {…}}, {@code { transform(data) {…} }}. */
  EXPRESSION("(function (module, exports) { return (", ") })"),

  /** {@code transform(data) {…}}, or {@code transform: (data) => …}, as in an object. */
  MEMBERS("(function (module, exports) { return ({", "}) })"),

  /** Statements that define {@code transform}, or export it. */
  SCRIPT(
      "(function (module, exports) {",
      "; return typeof transform === 'undefined' ? module.exports : transform })");

  private static final Pattern EXPORT = Pattern.compile("(?m)^export default ");
  private static final Pattern SEMICOLON = Pattern.compile(";\\s*\\z");
  // As long as what it replaces: columns stay.
  private static final String ASSIGNMENT = "module.exports=";

  private final String before;
  private final String after;

  Form(String before, String after) {
    this.before = before;
    this.after = after;
  }

  /** The text to evaluate. The source begins on its second line, so columns stay. */
  String wrap(String source) {
    String body =
        switch (this) {
          case EXPRESSION -> SEMICOLON.matcher(source).replaceAll("");
          case MEMBERS -> source;
          case SCRIPT -> EXPORT.matcher(source).replaceAll(ASSIGNMENT);
        };
    return before + "\n" + body + "\n" + after;
  }
}
