package io.s3db.cli.screen;

/**
 * One value of a table.
 *
 * @param text in one line; control characters are shown as escapes
 * @param style its colour
 */
public record Cell(String text, Style style) {
  /** Makes control characters visible. */
  public Cell {
    text = Width.visible(text);
  }

  /** A value without colour. */
  public static Cell of(String text) {
    return new Cell(text, Style.PLAIN);
  }
}
