package io.s3db.replicator.backfill;

import io.s3db.Document;
import io.s3db.plugin.RecordAccess.State;
import io.s3db.replicator.route.Route;
import io.s3db.replicator.spi.KeyFields;
import io.s3db.replicator.spi.SinkException;
import java.util.List;
import java.util.Optional;

/**
 * Compares the rows of one route with what the source makes of its records now: each side is read
 * once, and what seems to differ is looked at again.
 */
final class RouteCheck {
  private static final int SAMPLES = 100;

  private final RouteParts parts;
  private final Route route;

  RouteCheck(RouteParts parts) {
    this.parts = parts;
    this.route = parts.route();
  }

  VerifyReport.Route run() throws SinkException, InterruptedException, SyncHalt {
    long startedAt = parts.parts().clock().next().millis();
    try (Scratch scratch = new Scratch();
        Reads reads = new Reads(parts.parts().records())) {
      IdWalk walk = new IdWalk(parts.parts().records(), route.resource(), null);
      KeyFields keys = parts.destination().sink().prepare(parts.target(), sample(walk, reads));
      ExpectedRows rows =
          new ExpectedRows(route, parts.target(), keys, parts.reader(), parts.destination());
      walk.back();
      new SourceSide(parts, reads, rows, scratch).read(walk);
      new DestinationSide(parts, keys, scratch).read();
      new Judge(parts, startedAt, reads, rows, keys, scratch).judgeAll();
      parts.findings().repaired = parts.repairs().done();
      return parts.findings().report(route);
    }
  }

  /** A row that the route makes: the destination tells the key of its target by it. */
  private Document sample(IdWalk walk, Reads reads) throws InterruptedException {
    for (List<String> ids = walk.next(SAMPLES); !ids.isEmpty(); ids = walk.next(SAMPLES)) {
      for (Reads.Result each : reads.all(route.resource(), ids).values()) {
        if (each instanceof Reads.Result.Found(State state)) {
          Optional<Document> row = ExpectedRows.sample(parts.destination().routing(), route, state);
          if (row.isPresent()) {
            return row.get();
          }
        }
      }
    }
    Document.Builder empty = Document.builder().put("id", "");
    route.key().forEach(name -> empty.put(name, ""));
    return empty.build();
  }
}
