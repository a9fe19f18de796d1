package io.s3db.cli.operate;

import io.s3db.Document;
import io.s3db.S3dbException;
import io.s3db.cli.place.Api;
import io.s3db.cli.place.Interruption;
import io.s3db.cli.screen.Progress;
import io.s3db.cli.screen.Screen;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Waits for long work of a daemon, and shows how far it is. */
final class Jobs {
  private static final Set<String> ENDED = Set.of("finished", "cancelled", "failed", "halted");

  private final Api api;
  private final Screen screen;
  private final boolean quiet;

  /** Shows nothing if programs read the output. */
  Jobs(Api api, Screen screen, boolean quiet) {
    this.api = api;
    this.screen = screen;
    this.quiet = quiet;
  }

  /**
   * The end of a job.
   *
   * @param started the job as its start was answered
   * @param cancel whether it is of no use to anybody once this command was stopped
   * @throws S3dbException if it did not finish
   */
  Document finished(Document started, boolean cancel) {
    Document job = started;
    String path = Api.path("jobs", started.text("id"));
    try (Progress progress = Progress.of(screen, title(started), -1, quiet)) {
      while (!ENDED.contains(job.text("state"))) {
        show(progress, job);
        job = api.get(path + "?wait=1");
      }
      show(progress, job);
    } catch (S3dbException e) {
      if (Interruption.stopping()) {
        leave(path, started, cancel);
      }
      throw e;
    }
    if (!job.text("state").equals("finished")) {
      throw new S3dbException(
          "JOB_" + job.text("state").toUpperCase(java.util.Locale.ROOT),
          "%s is %s. %s".formatted(title(job), job.text("state"), Json.text(job, "reason")).strip(),
          null);
    }
    return job;
  }

  /** What is under way at these destinations, a line each. */
  static List<String> underWay(Api api, List<Document> replicators) {
    Set<String> shown =
        replicators.stream().map(each -> each.text("id")).collect(Collectors.toSet());
    return Json.objects(api.get(Api.path("jobs")), "jobs").stream()
        .filter(job -> shown.contains(Json.text(job, "replicator")))
        .filter(job -> !ENDED.contains(Json.text(job, "state")))
        .map(Jobs::line)
        .toList();
  }

  private static String line(Document job) {
    Document known = Json.object(job, "progress").orElse(Document.of());
    long total = Json.whole(known, "total");
    String reason = Json.text(job, "reason");
    return "%s is %s: %,d%s%s"
        .formatted(
            title(job),
            Json.text(job, "state"),
            Json.whole(known, "done"),
            total > 0 ? " of %,d".formatted(total) : "",
            reason.isEmpty() ? "" : ". " + reason);
  }

  private static String title(Document job) {
    return (job.text("kind") + " " + Json.text(job, "replicator")).strip();
  }

  private static void show(Progress progress, Document job) {
    Optional<Document> known = Json.object(job, "progress");
    long done = known.map(each -> Json.whole(each, "done")).orElse(0L);
    long total = known.map(each -> Json.whole(each, "total")).orElse(0L);
    if (total > 0) {
      progress.at(done, total);
    } else {
      progress.at(done);
    }
    progress.say(Json.text(job, "reason"));
  }

  private void leave(String path, Document job, boolean cancel) {
    if (!cancel) {
      screen.note("The job " + job.text("id") + " goes on: s3db status shows it.");
      return;
    }
    // The request would end at once on a thread that is interrupted.
    Thread request = Thread.ofVirtual().start(() -> api.send("DELETE", path, Document.of()));
    boolean interrupted = Thread.interrupted();
    try {
      request.join(java.time.Duration.ofSeconds(5));
    } catch (InterruptedException _) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    screen.note("The job " + job.text("id") + " is cancelled.");
  }
}
