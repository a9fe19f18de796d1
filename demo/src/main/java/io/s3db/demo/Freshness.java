package io.s3db.demo;

import io.s3db.Document;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Measures how long a record takes from the return of its insert to its first sight by a reader
 * that has nothing to do with the replication: one probe at a time, as many as fit.
 */
final class Freshness implements AutoCloseable {
  private static final Duration GIVE_UP = Duration.ofSeconds(60);

  private final Witness witness;
  private final BlockingQueue<Probe> next = new ArrayBlockingQueue<>(1);
  private final List<Long> nanos = Collections.synchronizedList(new ArrayList<>());
  private final Thread prober;

  private record Probe(String id, long returnedAt) {}

  Freshness(Witness witness) {
    this.witness = witness;
    this.prober = Thread.ofVirtual().name("freshness-" + witness.replicator()).start(this::probe);
  }

  /** Offers a record whose insert just returned; passed over while another is being watched. */
  void offer(String resource, Document record) {
    if (witness.resource().equals(resource) && witness.expects(record)) {
      next.offer(new Probe(record.id(), System.nanoTime()));
    }
  }

  /** How many records were watched until they were seen. */
  int samples() {
    return nanos.size();
  }

  /** The time within which this share of the watched records was seen, in milliseconds. */
  double millis(double share) {
    List<Long> sorted = new ArrayList<>(nanos);
    if (sorted.isEmpty()) {
      return Double.NaN;
    }
    Collections.sort(sorted);
    int index = (int) Math.min(sorted.size() - 1L, Math.round(share * sorted.size()));
    return sorted.get(index) / 1e6;
  }

  private void probe() {
    try {
      while (true) {
        Probe probe = next.take();
        long deadline = probe.returnedAt() + GIVE_UP.toNanos();
        while (!seen(probe.id()) && System.nanoTime() < deadline) {
          TimeUnit.MICROSECONDS.sleep(500);
        }
        nanos.add(System.nanoTime() - probe.returnedAt());
      }
    } catch (InterruptedException _) {
      // Closed: the samples so far are the result.
    }
  }

  private boolean seen(String id) throws InterruptedException {
    try {
      return witness.shows(id);
    } catch (InterruptedException stop) {
      throw stop;
    } catch (Exception _) {
      return false; // the table may not exist yet
    }
  }

  @Override
  public void close() {
    prober.interrupt();
  }
}
