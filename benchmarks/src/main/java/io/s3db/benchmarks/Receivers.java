package io.s3db.benchmarks;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/** Receivers of webhooks, one of each manner, in a process of their own. */
final class Receivers implements AutoCloseable {
  private final Child child;
  private final Map<Manner, String> ports = new EnumMap<>(Manner.class);

  private Receivers(Child child) {
    this.child = child;
    for (Manner manner : Manner.values()) {
      ports.put(manner, child.line(ports.size()));
    }
  }

  static Receivers start() throws IOException {
    return new Receivers(Child.start(ReceiversMain.class, Manner.values().length));
  }

  /** Where the receiver of a manner listens. */
  String url(Manner manner) {
    return "http://127.0.0.1:" + ports.get(manner) + "/";
  }

  @Override
  public void close() {
    child.close();
  }
}
