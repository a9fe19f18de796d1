package io.s3db.sink.s3db;

import io.s3db.OutcomeUnknownException;
import io.s3db.testkit.sink.Outage;
import io.s3db.testkit.store.FaultyStore;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Breaks the store below a database. */
final class StoreOutage implements Outage {
  private final FaultyStore store;
  private final AtomicInteger held = new AtomicInteger();
  private volatile CountDownLatch released = new CountDownLatch(1);

  StoreOutage(FaultyStore store) {
    this.store = store;
  }

  @Override
  public void refuse() {
    store.fail(any -> true, new FaultyStore.Fault.Refused());
  }

  @Override
  public void hang() {
    CountDownLatch mended = new CountDownLatch(1);
    released = mended;
    store.fail(any -> true, new FaultyStore.Fault.Before(() -> hold(mended)));
  }

  @Override
  public boolean hanging() {
    return held.get() > 0;
  }

  @Override
  public void mend() {
    store.heal();
    released.countDown();
  }

  private void hold(CountDownLatch mended) {
    held.incrementAndGet();
    try {
      mended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OutcomeUnknownException("The request was interrupted.", e);
    } finally {
      held.decrementAndGet();
    }
  }
}
