package io.s3db.replicator.delivery;

/** The death of the process at a chosen step: from then on nothing takes effect any more. */
final class Crash {
  private int stepsLeft;
  private boolean dead;

  Crash(int stepsLeft) {
    this.stepsLeft = stepsLeft;
  }

  static Crash never() {
    return new Crash(Integer.MAX_VALUE);
  }

  /** A step is about to take effect. */
  synchronized void step() {
    if (dead || stepsLeft-- <= 0) {
      dead = true;
      throw new Died();
    }
  }

  synchronized void now() {
    dead = true;
  }

  synchronized boolean happened() {
    return dead;
  }

  static final class Died extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Died() {
      super("the process died", null, false, false);
    }
  }
}
