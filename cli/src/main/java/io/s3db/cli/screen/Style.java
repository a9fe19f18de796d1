package io.s3db.cli.screen;

/** Colours of a terminal. */
public enum Style {
  /** As it is. */
  PLAIN(""),
  /** Headings. */
  BOLD("1"),
  /** What matters less. */
  FAINT("2"),
  /** What is well. */
  GREEN("32"),
  /** What needs a look. */
  YELLOW("33"),
  /** What failed. */
  RED("31");

  private final String code;

  Style(String code) {
    this.code = code;
  }

  /** The text in this style, if colours are wanted. */
  public String of(String text, boolean colours) {
    return colours && this != PLAIN ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
