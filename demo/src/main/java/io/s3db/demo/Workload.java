package io.s3db.demo;

import io.s3db.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;

/** Writers that insert, update and delete records through the library, as an application would. */
final class Workload {
  private static final int WRITERS = 8;
  private static final int PAYMENTS_PER_ORDER = 4;

  private final Trade payments;
  private final Trade orders;
  private final Pace pace;
  private final BiConsumer<Trade, Document> inserted;

  /**
   * A workload.
   *
   * @param inserted told every inserted record, at once when the insert has returned
   */
  Workload(Trade payments, Trade orders, Pace pace, BiConsumer<Trade, Document> inserted) {
    this.payments = payments;
    this.orders = orders;
    this.pace = pace;
    this.inserted = inserted;
  }

  /**
   * Writes {@code records} payments and a quarter as many orders, half as many updates of each and
   * an eighth as many deletes, and returns.
   */
  void run(int records) throws Exception {
    try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        int share = records / WRITERS + (i < records % WRITERS ? 1 : 0);
        Random random = new Random(i);
        all.add(
            writers.submit(
                () -> {
                  write(share, random);
                  return null;
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
  }

  private void write(int share, Random random) {
    List<String> ownPayments = new ArrayList<>();
    List<String> ownOrders = new ArrayList<>();
    for (int i = 1; i <= share; i++) {
      step(payments, i, ownPayments, random);
      if (i % PAYMENTS_PER_ORDER == 0) {
        step(orders, i / PAYMENTS_PER_ORDER, ownOrders, random);
      }
    }
  }

  private void step(Trade trade, int number, List<String> own, Random random) {
    pace.await();
    Document record = trade.resource().insert(trade.fresh().apply(random));
    inserted.accept(trade, record);
    trade.ledger().inserted(record);
    own.add(record.id());
    if (number % 2 == 0) {
      pace.await();
      String id = own.get(random.nextInt(own.size()));
      trade.ledger().updated(trade.resource().update(id, trade.change().apply(random)));
    }
    if (number % 8 == 0) {
      pace.await();
      String id = own.remove(random.nextInt(own.size()));
      trade.resource().delete(id);
      trade.ledger().deleted(id);
    }
  }
}
