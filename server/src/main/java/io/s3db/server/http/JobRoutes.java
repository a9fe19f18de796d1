package io.s3db.server.http;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Jobs: how far they are, and their end. */
final class JobRoutes {
  private static final String ONE = "/api/v1/jobs/{job}";

  private final Jobs jobs;

  JobRoutes(Jobs jobs) {
    this.jobs = jobs;
  }

  List<Route> routes() {
    return List.of(
        Route.read("GET", "/api/v1/jobs", this::list),
        Route.read("GET", ONE, this::get),
        Route.full("DELETE", ONE, this::cancel));
  }

  private Answer list(Request request) {
    request.onlyParameters();
    return Answer.ok(Map.of("jobs", jobs.all().stream().map(Job::form).toList()));
  }

  private Answer get(Request request) throws InterruptedException {
    request.onlyParameters("wait");
    Job job = jobs.job(request.path("job"));
    await(request, job);
    return Answer.ok(job.form());
  }

  private Answer cancel(Request request) throws InterruptedException {
    request.onlyParameters();
    Job job = jobs.job(request.path("job"));
    job.cancel();
    return Answer.ok(job.form());
  }

  /** The answer to a request that started a job. */
  static Answer started(Request request, Job job) throws InterruptedException {
    await(request, job);
    return Answer.json(job.hasEnded() ? 200 : 202, job.form())
        .with("Location", "/api/v1/jobs/" + job.id());
  }

  private static void await(Request request, Job job) throws InterruptedException {
    long millis = (long) (request.waitSeconds() * 1000);
    if (millis > 0 && !job.hasEnded()) {
      job.await(Duration.ofMillis(millis));
    }
  }
}
