package io.s3db.benchmarks;

/**
 * A row of the table.
 *
 * @param what was measured
 * @param measured the result, with its unit
 * @param ceiling the raw ceiling measured in the same run, or nothing
 * @param ratio of the result to the ceiling, or nothing
 * @param budget what it should be, or nothing
 * @param verdict whether it is so, or nothing where there is no budget
 */
record Figure(
    String what, String measured, String ceiling, String ratio, String budget, String verdict) {

  static Figure of(String what, String measured) {
    return new Figure(what, measured, "", "", "", "");
  }

  Figure beside(String raw, String measuredToRaw) {
    return new Figure(what, measured, raw, measuredToRaw, budget, verdict);
  }

  Figure budget(String wanted, boolean met) {
    return new Figure(what, measured, ceiling, ratio, wanted, met ? "met" : "**missed**");
  }

  String markdown() {
    String cells = String.join(" | ", what, measured, ceiling, ratio, budget, verdict);
    return ("| " + cells + " |").replaceAll(" +", " ");
  }
}
