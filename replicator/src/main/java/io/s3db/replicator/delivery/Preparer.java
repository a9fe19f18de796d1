package io.s3db.replicator.delivery;

import io.s3db.Document;
import io.s3db.replicator.journal.ChangeEvent;
import io.s3db.replicator.route.Route;
import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.spi.KeyFields;
import io.s3db.replicator.spi.SinkException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the key fields of routes for one lane: the first lane asks, the others wait for it. */
final class Preparer {
  private final Lane lane;
  private final Stream stream;
  private final Asker asker;

  Preparer(Lane lane, Stream stream, Asker asker) {
    this.lane = lane;
    this.stream = stream;
    this.asker = asker;
  }

  /** The key fields of a route; asks the destination the first time. */
  KeyFields prepare(Route route, ChangeEvent event, Document sample)
      throws Stopped, InterruptedException {
    while (true) {
      @Nullable KeyFields known = stream.prepared().find(route);
      if (known != null) {
        return known;
      }
      if (stream.prepared().begin()) {
        try {
          prepareFirst(route, event, sample);
          continue; // it is known now, or was not open to us and is asked again
        } finally {
          stream.prepared().end();
        }
      }
      lane.pause(stream.soon());
    }
  }

  private void prepareFirst(Route route, ChangeEvent event, Document sample)
      throws Stopped, InterruptedException {
    if (stream.prepared().find(route) != null) {
      return; // another lane was quicker
    }
    Answer<KeyFields> answer =
        asker.ask(
            _ -> stream.parts().sink().prepare(stream.parts().targets().apply(route), sample),
            stream.throttle()::costOfRequest,
            new Asker.About(event, new DeliveryId(event.id(), route.mapping())));
    switch (answer) {
      case Answer.Done<KeyFields>(KeyFields fields, Permit permit, int _) -> {
        if (permit instanceof Permit.Probe(boolean denied) && denied) {
          stream.gate().release(permit); // the first record tells more
        } else {
          stream.gate().answered(lane.number(), permit);
        }
        stream.prepared().put(route, fields); // last: the other lanes begin now
      }
      case Answer.Refused<KeyFields>(SinkException.BatchRefused refusal, Permit permit, int _) -> {
        stream.gate().release(permit);
        String message = String.valueOf(refusal.getMessage());
        Asker.About about = new Asker.About(event, new DeliveryId(event.id(), route.mapping()));
        stream.targetDenied(List.of(route), message, () -> asker.announce(about, message, 1));
      }
    }
  }
}
