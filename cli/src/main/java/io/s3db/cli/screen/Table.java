package io.s3db.cli.screen;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Rows for people: columns as wide as they must be, numbers to the right. On a terminal the widest
 * columns are cut until a row fits into a line; elsewhere nothing is cut.
 */
public final class Table {
  private static final String GAP = "  ";
  private static final int LEAST = 6;

  private final List<Column> columns;
  private final List<List<Cell>> rows = new ArrayList<>();

  /**
   * A column.
   *
   * @param heading over it
   * @param right whether values end at the same place, as numbers do
   */
  public record Column(String heading, boolean right) {}

  private Table(List<Column> columns) {
    this.columns = List.copyOf(columns);
  }

  /** A table of columns; a heading that starts with {@code >} has its values to the right. */
  public static Table of(String... headings) {
    return of(List.of(headings));
  }

  /** As {@link #of(String...)}. */
  public static Table of(List<String> headings) {
    return new Table(
        headings.stream()
            .map(
                each ->
                    each.startsWith(">")
                        ? new Column(each.substring(1), true)
                        : new Column(Width.visible(each), false))
            .toList());
  }

  /** Adds a row without colours. */
  public void row(String... cells) {
    row(Arrays.stream(cells).map(Cell::of).toList());
  }

  /** Adds a row. */
  public void row(List<Cell> cells) {
    if (cells.size() != columns.size()) {
      throw new IllegalArgumentException(
          cells.size() + " cells for " + columns.size() + " columns");
    }
    rows.add(List.copyOf(cells));
  }

  /** Whether there is no row. */
  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** Writes the headings and the rows. */
  public void print(Screen screen) {
    int[] widths = fitted(screen.terminals().width());
    boolean colours = screen.colours();
    screen
        .out()
        .line(
            line(
                columns.stream().map(each -> new Cell(each.heading(), Style.BOLD)).toList(),
                widths,
                colours));
    rows.forEach(row -> screen.out().line(line(row, widths, colours)));
  }

  private String line(List<Cell> cells, int[] widths, boolean colours) {
    String line =
        IntStream.range(0, cells.size())
            .mapToObj(
                i -> {
                  Cell cell = cells.get(i);
                  boolean last = i == cells.size() - 1 && !columns.get(i).right();
                  String text = Width.cut(cell.text(), widths[i]);
                  String padded = last ? text : Width.pad(text, widths[i], columns.get(i).right());
                  return cell.style().of(padded, colours);
                })
            .collect(Collectors.joining(GAP));
    return colours ? line : line.stripTrailing();
  }

  private int[] fitted(int available) {
    int[] widths =
        IntStream.range(0, columns.size())
            .map(
                i ->
                    Math.max(
                        Width.of(columns.get(i).heading()),
                        rows.stream().mapToInt(row -> Width.of(row.get(i).text())).max().orElse(0)))
            .toArray();
    long gaps = (long) GAP.length() * (widths.length - 1);
    while (Arrays.stream(widths).asLongStream().sum() + gaps > available) {
      int widest = widest(widths);
      if (widths[widest] <= LEAST) {
        break;
      }
      widths[widest]--;
    }
    return widths;
  }

  private static int widest(int[] widths) {
    return IntStream.range(0, widths.length).reduce(0, (a, b) -> widths[b] > widths[a] ? b : a);
  }
}
