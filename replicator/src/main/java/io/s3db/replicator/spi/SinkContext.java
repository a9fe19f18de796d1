package io.s3db.replicator.spi;

import io.s3db.S3db;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;

/** What a sink is given when it is opened. */
public interface SinkContext {
  /** The id of the configured destination, for names and messages. */
  String replicator();

  /** The source database. */
  S3db source();

  /** The time of day. */
  InstantSource time();

  /** How long one attempt may take. */
  Duration timeout();

  /** How many threads will call {@link Sink#write} at once. */
  int lanes();

  /**
   * The fields ever written on a route, so that one that is absent later can be made null. Fields
   * that only other routes to the same target wrote are none of its business.
   *
   * @param route as {@link Target#route} and {@link Delivery#route} name it
   */
  Set<String> fieldsWritten(String route);

  /**
   * Adds to the fields ever written on a route; durable on return. Rare: remember what you added.
   */
  void addFieldsWritten(String route, Set<String> fields);

  /** Where contents go that are too large for a message. */
  Claims claims();

  /**
   * Tells operators something once: it is logged, counted, and becomes an event. Repetitions with
   * the same code and subject are only counted.
   *
   * @param code a stable name, such as {@code FIELD_DROPPED}
   * @param subject what it is about, such as {@code orders.status}
   * @param message one sentence
   */
  void warn(String code, String subject, String message);
}
