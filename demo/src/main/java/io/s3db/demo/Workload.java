package io.s3db.demo;

import io.s3db.Document;
import io.s3db.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Writers that insert, update and delete transactions through the library, as an application would.
 */
final class Workload {
  private static final int WRITERS = 8;
  private static final List<String> CURRENCIES = List.of("USD", "EUR", "BRL", "JPY");
  private static final List<String> STATUSES =
      List.of("pending", "authorized", "captured", "failed");

  private final Resource transactions;
  private final Ledger ledger;
  private final Pace pace;
  private final Consumer<String> inserted;

  /**
   * A workload.
   *
   * @param inserted told the id of every inserted record, at once when the insert has returned
   */
  Workload(Resource transactions, Ledger ledger, Pace pace, Consumer<String> inserted) {
    this.transactions = transactions;
    this.ledger = ledger;
    this.pace = pace;
    this.inserted = inserted;
  }

  /**
   * Writes {@code records} inserts, half as many updates and an eighth as many deletes, and
   * returns.
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

  private void write(int inserts, Random random) {
    List<String> mine = new ArrayList<>();
    for (int i = 1; i <= inserts; i++) {
      pace.await();
      Document record = transactions.insert(payment(random));
      inserted.accept(record.id());
      ledger.inserted(record);
      mine.add(record.id());
      if (i % 2 == 0) {
        pace.await();
        ledger.updated(transactions.update(any(mine, random), change(random)));
      }
      if (i % 8 == 0) {
        pace.await();
        String victim = mine.remove(random.nextInt(mine.size()));
        transactions.delete(victim);
        ledger.deleted(victim);
      }
    }
  }

  private static String any(List<String> ids, Random random) {
    return ids.get(random.nextInt(ids.size()));
  }

  private static Document payment(Random random) {
    return Document.of(
        "userId",
        "user-" + random.nextInt(500),
        "merchantId",
        "merchant-" + random.nextInt(50),
        "amount",
        random.nextInt(1_000_000) / 100.0,
        "currency",
        CURRENCIES.get(random.nextInt(CURRENCIES.size())),
        "method",
        random.nextBoolean() ? "credit_card" : "wire",
        "status",
        "pending");
  }

  private static Document change(Random random) {
    return Document.of(
        "status",
        STATUSES.get(random.nextInt(STATUSES.size())),
        "amount",
        random.nextInt(1_000_000) / 100.0);
  }
}
