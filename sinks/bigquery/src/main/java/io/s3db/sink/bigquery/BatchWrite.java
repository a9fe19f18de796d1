package io.s3db.sink.bigquery;

import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.RowError;
import io.s3db.replicator.spi.Delivery;
import io.s3db.replicator.spi.DeliveryId;
import io.s3db.replicator.spi.Rejection;
import io.s3db.replicator.spi.SinkException;
import io.s3db.replicator.spi.Unreachable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One batch on its way: what was delivered, and what was refused. */
final class BatchWrite {
  private final AppendStreams streams;
  private final String replicator;
  private final Duration patience;
  private final List<Rejection> rejections = new ArrayList<>();
  private final Set<DeliveryId> delivered = new HashSet<>();

  BatchWrite(AppendStreams streams, String replicator, Duration patience) {
    this.streams = streams;
    this.replicator = replicator;
    this.patience = patience;
  }

  /** Appends the rows of one target; looks at its table again, once, if they do not fit it. */
  void write(TableTarget target, List<Delivery> deliveries)
      throws IOException, SinkException, InterruptedException {
    List<Delivery> open = deliveries;
    for (boolean again = false; ; again = true) {
      target.makeReady(open); // also for columns that somebody took away
      Layout layout = target.layout();
      try {
        append(target, layout, open);
        return;
      } catch (StaleLayoutException e) {
        if (again || !target.reload(layout)) {
          throw new SinkException.Unavailable(
              where(target, e.count()) + " failed: " + e.failure().said() + " " + e.hint(),
              null,
              e.failure().retryAfter(),
              delivered);
        }
        open = deliveries.stream().filter(this::isOpen).toList();
      } catch (SinkException.BatchRefused e) {
        if (again || !target.hasChanged(layout)) {
          throw e; // not because a column has another type now
        }
        open = deliveries.stream().filter(this::isOpen).toList();
      }
    }
  }

  private boolean isOpen(Delivery delivery) {
    return !delivered.contains(delivery.id())
        && rejections.stream().noneMatch(each -> each.id().equals(delivery.id()));
  }

  private void append(TableTarget target, Layout layout, List<Delivery> deliveries)
      throws IOException, SinkException, InterruptedException, StaleLayoutException {
    Layout fitting = layout;
    EncodedRows rows = new EncodedRows(target, fitting, deliveries);
    if (!rows.rejections().isEmpty() && target.hasChanged(fitting)) {
      target.makeReady(deliveries);
      fitting = target.layout();
      rows = new EncodedRows(target, fitting, deliveries);
    }
    target.countDropped(rows.droppedValues());
    rejections.addAll(rows.rejections());
    for (Request request : Request.of(rows.parts())) {
      append(target, fitting, request);
    }
  }

  /** Of a request with refused rows no row is appended: the others are sent without them. */
  private void append(TableTarget target, Layout layout, Request request)
      throws IOException, SinkException, InterruptedException, StaleLayoutException {
    Request open = request;
    while (!open.isEmpty()) {
      AppendRowsResponse response = send(target, layout, open);
      if (response.getRowErrorsCount() == 0) {
        open.deliveries().forEach(delivery -> delivered.add(delivery.id()));
        return;
      }
      Map<Delivery, RowError> refused = new LinkedHashMap<>();
      for (RowError error : response.getRowErrorsList()) {
        refused.putIfAbsent(open.deliveryOf(error.getIndex()), error);
      }
      refused.forEach((delivery, error) -> rejections.add(rejection(target, delivery, error)));
      open = open.without(refused.keySet());
    }
  }

  private AppendRowsResponse send(TableTarget target, Layout layout, Request request)
      throws IOException, SinkException, InterruptedException, StaleLayoutException {
    AppendStream stream = streams.take(target.name(), layout);
    boolean sound = false;
    try {
      AppendRowsResponse response = stream.append(request.rows(), patience);
      if (response.hasUpdatedSchema()) {
        target.suspect();
      }
      if (response.hasError() && response.getRowErrorsCount() == 0) {
        throw failure(target, AppendFailure.of(response.getError()), request);
      }
      sound = true;
      return response;
    } catch (AppendStream.ConnectionException e) {
      throw connectionFailure(target, e, request);
    } finally {
      if (sound) {
        streams.giveBack(stream);
      } else {
        stream.close();
      }
    }
  }

  private SinkException connectionFailure(
      TableTarget target, AppendStream.ConnectionException e, Request request)
      throws StaleLayoutException {
    if (RestFailures.Credentials.areRefused(e)) {
      String where = where(target, request.deliveries().size());
      return new SinkException.Denied(where + " failed: " + RestFailures.Credentials.REFUSED, null);
    }
    Optional<String> known = Unreachable.reason(e);
    if (known.isPresent()) {
      String where = where(target, request.deliveries().size());
      return new SinkException.Unavailable(
          where + " failed: " + known.get() + ".", e, null, delivered);
    }
    return failure(target, AppendFailure.of(e), request);
  }

  private SinkException failure(TableTarget target, AppendFailure failure, Request request)
      throws StaleLayoutException {
    int count = request.deliveries().size();
    if (failure.isExtraField() || failure.isMissing()) {
      throw new StaleLayoutException(failure, count);
    }
    return AppendFailures.of(failure, where(target, count), target.name(), delivered);
  }

  private String where(TableTarget target, int count) {
    return replicator + ": writing " + count + " records to table " + target.name();
  }

  private static Rejection rejection(TableTarget target, Delivery delivery, RowError error) {
    return new Rejection(
        delivery.id(),
        Rejection.Kind.PERMANENT,
        error.getCode().name(),
        delivery.resource()
            + " "
            + delivery.recordId()
            + " was refused by table "
            + target.name()
            + ": "
            + Messages.sentence(error.getMessage()));
  }

  /**
   * A failure that also tells what was appended before it: only the others come again, and then the
   * failure shows as it is. Rows of a history are not added twice for it.
   */
  SinkException afterDeliveries(SinkException failure) {
    if (delivered.isEmpty()) {
      return failure;
    }
    Duration retryAfter =
        failure instanceof SinkException.Unavailable unavailable
            ? unavailable.retryAfter().orElse(null)
            : Duration.ZERO;
    return new SinkException.Unavailable(
        String.valueOf(failure.getMessage()), failure, retryAfter, delivered);
  }

  List<Rejection> rejections() {
    return rejections;
  }
}
