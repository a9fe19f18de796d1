package io.s3db.demo;

import io.s3db.Document;
import io.s3db.Resource;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * What is written to one resource.
 *
 * @param resource where it is written
 * @param ledger what was written so far
 * @param fresh makes a new record
 * @param change makes the fields of an update
 */
record Trade(
    Resource resource,
    Ledger ledger,
    Function<Random, Document> fresh,
    Function<Random, Document> change) {
  private static final List<String> CURRENCIES = List.of("USD", "EUR", "BRL", "JPY");
  private static final List<String> COUNTRIES = List.of("US", "DE", "BR", "JP");
  private static final List<String> STATUSES =
      List.of("pending", "authorized", "captured", "failed");

  static Trade payments(Resource transactions) {
    return new Trade(transactions, new Ledger(), Trade::payment, Trade::settlement);
  }

  static Trade orders(Resource orders) {
    return new Trade(orders, new Ledger(), Trade::order, Trade::correction);
  }

  private static Document payment(Random random) {
    return Document.of(
        "userId",
        "user-" + random.nextInt(500),
        "userCreatedDays",
        random.nextInt(30),
        "merchantId",
        "merchant-" + random.nextInt(50),
        "amount",
        cents(random),
        "currency",
        any(CURRENCIES, random),
        "method",
        random.nextBoolean() ? "credit_card" : "wire",
        "status",
        "pending");
  }

  private static Document settlement(Random random) {
    return Document.of("status", any(STATUSES, random), "amount", cents(random));
  }

  private static Document order(Random random) {
    List<Document> items =
        random
            .ints(1 + random.nextInt(3), 0, 100)
            .mapToObj(sku -> Document.of("sku", "sku-" + sku, "quantity", 1 + sku % 5))
            .toList();
    return Document.of(
        "userId",
        "user-" + random.nextInt(500),
        "userOrderCount",
        1 + random.nextInt(4),
        "total",
        cents(random),
        "shippingCountry",
        any(COUNTRIES, random),
        "shippingAddress",
        Document.of("street", random.nextInt(200) + " Main Street", "city", "Springfield"),
        "items",
        items);
  }

  private static Document correction(Random random) {
    return Document.of("total", cents(random), "shippingCountry", any(COUNTRIES, random));
  }

  private static double cents(Random random) {
    return random.nextInt(1_000_000) / 100.0;
  }

  private static String any(List<String> some, Random random) {
    return some.get(random.nextInt(some.size()));
  }
}
