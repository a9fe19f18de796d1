package io.s3db.replicator.delivery;

import io.s3db.replicator.delivery.Entry.Origin;
import io.s3db.replicator.journal.ChangeEvent;
import io.s3db.replicator.route.AddressException;
import io.s3db.replicator.route.Addressed;
import io.s3db.replicator.route.Addressing;
import io.s3db.replicator.route.Route;
import io.s3db.replicator.route.Routed;
import io.s3db.replicator.spi.KeyFields;

/** Addresses routed changes for one lane: makes their target ready and finds their key. */
final class Addresses {
  private final Stream stream;
  private final Settler settler;
  private final Preparer preparer;
  private final Addressing addressing;
  private final boolean mirror;

  /** What became of it. */
  sealed interface Result {
    /** It can be sent. */
    record Ready(Entry entry) implements Result {}

    /** Another program deleted the record, and it has no row here. */
    record Nowhere() implements Result {}

    /** It has no key. */
    record Missing(String code, String message) implements Result {}

    /**
     * It must wait behind a parked change.
     *
     * @param inPlace whether a later one of that kind may take its place
     */
    record Behind(boolean inPlace) implements Result {}
  }

  Addresses(Stream stream, Settler settler, Preparer preparer) {
    this.stream = stream;
    this.settler = settler;
    this.preparer = preparer;
    this.addressing = new Addressing(stream.parts().state(), stream.options().id());
    this.mirror = stream.parts().sink().traits().mirror();
  }

  Result address(Route route, ChangeEvent event, Routed.Row row, Origin origin)
      throws Stopped, InterruptedException {
    KeyFields fields = preparer.prepare(route, event, row.data());
    if (settler.isUnsure(RecordKey.of(route, event)) || settler.areManyUnsure()) {
      forgetWhatWasRefused();
    }
    if (mirror && addressing.isNowhere(route, event, row, fields)) {
      return new Result.Nowhere();
    }
    try {
      Addressed addressed = addressing.address(route, event, row, fields, mirror);
      return new Result.Ready(Entry.of(route, event, origin, addressed, fields));
    } catch (AddressException e) {
      return new Result.Missing(AddressException.CODE, String.valueOf(e.getMessage()));
    }
  }

  private void forgetWhatWasRefused() throws InterruptedException {
    stream.parts().writer().flush(); // what was delivered of those records is in the state now
    for (RecordKey key : settler.takeUnsure()) {
      stream.route(key.route()).ifPresent(route -> addressing.forget(route, key.recordId()));
    }
  }

  Result.Behind behind(Route route, ChangeEvent event, Routed.Row row)
      throws Stopped, InterruptedException {
    KeyFields fields = preparer.prepare(route, event, row.data());
    return new Result.Behind(mirror && Rows.staysInPlace(event, row, fields));
  }
}
