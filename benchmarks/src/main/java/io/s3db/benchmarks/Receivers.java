package io.s3db.benchmarks;

import java.io.IOException;

/** Receivers of webhooks, one of each manner, in a process of their own. */
final class Receivers implements AutoCloseable {
  private final Child child;

  private Receivers(Child child) {
    this.child = child;
  }

  static Receivers start() throws IOException {
    return new Receivers(Child.start(ReceiversMain.class, Manner.values().length));
  }

  /** Where the receiver of a manner listens. */
  String url(Manner manner) {
    return "http://127.0.0.1:" + child.line(manner.ordinal()) + "/";
  }

  @Override
  public void close() {
    child.close();
  }
}
