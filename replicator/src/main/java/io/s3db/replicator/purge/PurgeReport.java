package io.s3db.replicator.purge;

import io.s3db.Document;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was erased of a record, and where. It holds nothing of the record but its name.
 *
 * @param resource of the record
 * @param recordId of the record
 * @param at when
 * @param journal changes erased in the journal
 * @param parked changes erased that waited in the state
 * @param deadLetters erased, superseded and redriven ones included
 * @param rowKeys remembered keys of rows that were erased
 * @param logLines lines of the replication log that were erased, in the state and in its resource
 * @param claims contents of large messages that were erased in the bucket
 * @param watched whether the watch knew it: 0 or 1
 * @param dropped for each destination the changes that it never gets
 * @param remarks what is left to do elsewhere, a sentence each
 */
public record PurgeReport(
    String resource,
    String recordId,
    Instant at,
    int journal,
    int parked,
    int deadLetters,
    int rowKeys,
    int logLines,
    int claims,
    int watched,
    Map<String, Long> dropped,
    List<String> remarks) {
  /** Copies the collections. */
  public PurgeReport {
    dropped = Map.copyOf(dropped);
    remarks = List.copyOf(remarks);
  }

  /** Whether there was nothing to erase. */
  public boolean isEmpty() {
    return journal + parked + deadLetters + rowKeys + logLines + claims + watched == 0;
  }

  /** The same as a JSON object, for programs. */
  public Document toDocument() {
    return Document.builder()
        .put("resource", resource)
        .put("recordId", recordId)
        .put("at", at.toString())
        .put("journal", journal)
        .put("parked", parked)
        .put("deadLetters", deadLetters)
        .put("rowKeys", rowKeys)
        .put("logLines", logLines)
        .put("claims", claims)
        .put("watched", watched)
        .put("dropped", new TreeMap<>(dropped))
        .put("remarks", remarks)
        .build();
  }

  /** A text for people. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s/%s: erased %d in the journal, %d parked, %d dead letters, %d row keys, %d log lines, %d claims, %d in the watch"
            .formatted(
                resource,
                recordId,
                journal,
                parked,
                deadLetters,
                rowKeys,
                logLines,
                claims,
                watched));
    new TreeMap<>(dropped)
        .forEach(
            (replicator, changes) ->
                text.append("\n  %s never gets %d changes".formatted(replicator, changes)));
    remarks.forEach(remark -> text.append("\n  ").append(remark));
    return text.toString();
  }
}
