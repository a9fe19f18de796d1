package io.s3db.server.http;

import io.s3db.replicator.backfill.JournalReport;
import java.util.LinkedHashMap;
import java.util.Map;

/** What became of the changes in the journal, at a destination of events. */
final class JournalForm {
  private JournalForm() {}

  static Map<String, Object> of(JournalReport report) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("from", report.from().toString());
    form.put("to", report.to().toString());
    form.put("miscounted", report.miscounted());
    form.put("routes", report.routes().stream().map(JournalForm::route).toList());
    form.put("notes", report.notes());
    return form;
  }

  private static Map<String, Object> route(JournalReport.Deliveries route) {
    Map<String, Object> form = new LinkedHashMap<>();
    form.put("name", route.name());
    form.put("target", route.target());
    form.put("changes", route.changes());
    form.put("accepted", route.accepted());
    form.put("skipped", route.skipped());
    form.put("deadLetters", route.deadLetters());
    form.put("redriven", route.redriven());
    form.put("parked", route.parked());
    form.put("waiting", route.waiting());
    form.put("unknown", route.unknown());
    form.put("examples", route.examples().stream().map(Forms::example).toList());
    return form;
  }
}
