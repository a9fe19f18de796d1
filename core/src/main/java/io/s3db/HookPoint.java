package io.s3db;

import java.util.Locale;

/**
 * Where hooks of a resource run, with {@link Resource#before} and {@link Resource#after}.
 *
 * <table>
 * <caption>What a hook is given</caption>
 * <tr><th>point</th><th>before</th><th>after</th></tr>
 * <tr><td>INSERT, REPLACE</td><td>the new record with its defaults; its result is written</td>
 *     <td>the record as stored; its result is what the caller gets</td></tr>
 * <tr><td>UPDATE (also by patch and upsert)</td><td>the whole record as it would be; its result is
 *     written</td><td>as above</td></tr>
 * <tr><td>PATCH (then UPDATE)</td><td>the fields to change, with the id; its result is used</td>
 *     <td>as above</td></tr>
 * <tr><td>DELETE</td><td>the record</td><td>the record as it was; its result is what the caller
 *     gets</td></tr>
 * <tr><td>GET, EXISTS</td><td>{@code {id}}</td><td>the record; {@code {id, exists}}</td></tr>
 * <tr><td>LIST (also by page and stream), QUERY, GET_MANY</td><td>{@code {limit, offset, partition,
 *     partitionValues}}; {@code {where}}; {@code {ids}}</td><td>each record; its result is what the
 *     caller gets</td></tr>
 * <tr><td>COUNT</td><td>as LIST</td><td>{@code {count}}</td></tr>
 * <tr><td>DELETE_MANY (then DELETE)</td><td>{@code {ids}}</td><td>{@code {deleted, errors}}</td>
 *     </tr>
 * </table>
 */
public enum HookPoint {
  /** A record is inserted. */
  INSERT,
  /** A record is changed. */
  UPDATE,
  /** A record is changed by patch. */
  PATCH,
  /** A record is written over. */
  REPLACE,
  /** A record is deleted. */
  DELETE,
  /** A record is read. */
  GET,
  /** Records are read by their ids. */
  GET_MANY,
  /** A record is looked for. */
  EXISTS,
  /** Records are listed. */
  LIST,
  /** Records are looked for by conditions. */
  QUERY,
  /** Records are counted. */
  COUNT,
  /** Records are deleted by their ids. */
  DELETE_MANY;

  /** The word for messages: {@code delete many}. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
