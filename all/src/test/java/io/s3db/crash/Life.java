package io.s3db.crash;

/**
 * The life of a process, which ends at a chosen step: from then on nothing it does takes effect.
 *
 * <p>Steps are counted per place, one before and one after each effect, so that both are crashed
 * at: "it never happened" and "it happened, and nobody was told".
 */
final class Life {
  private final Place place;
  private int stepsLeft;
  private boolean over;

  /** Where a process may end. */
  enum Place {
    STORE,
    FILES,
    SINK,
    STATE
  }

  private Life(Place place, int stepsLeft) {
    this.place = place;
    this.stepsLeft = stepsLeft;
  }

  /** Ends at the step of this number, from 1, of a place. */
  static Life endingAt(Place place, int step) {
    return new Life(place, step);
  }

  /** Ends when it is told to. */
  static Life untilTold() {
    return new Life(Place.STORE, Integer.MAX_VALUE);
  }

  /** A step is about to be made: whether it is the last one. False for ever if it is over. */
  synchronized boolean endsAt(Place where) {
    if (over || where != place || --stepsLeft > 0) {
      return false;
    }
    over = true;
    return true;
  }

  /**
   * Makes a step.
   *
   * @throws Over if the life ends here, or ended before
   */
  synchronized void step(Place where) {
    if (endsAt(where) || over) {
      throw new Over();
    }
  }

  synchronized void end() {
    over = true;
  }

  synchronized boolean isOver() {
    return over;
  }

  /** The process is no more. */
  static final class Over extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Over() {
      super("the process is no more", null, false, false);
    }
  }
}
