package io.s3db.server.http;

import io.s3db.S3db;
import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.server.config.Configuration;
import io.s3db.server.config.ServerSettings;
import io.s3db.server.metrics.Telemetry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The HTTP API of a database, listening. */
public final class HttpApi {
  private final Jobs jobs;
  private final RouteTable routes;
  private final HttpFront front;

  private HttpApi(Jobs jobs, RouteTable routes, HttpFront front) {
    this.jobs = jobs;
    this.routes = routes;
    this.front = front;
  }

  /**
   * Finds out whether the address can be listened on now.
   *
   * @throws io.s3db.S3dbException naming the address, if it is in use or not of this machine
   */
  public static void requireAddress(ServerSettings settings) {
    Listening.check(settings);
  }

  /**
   * Starts to listen.
   *
   * @throws io.s3db.S3dbException naming the address, if it is in use or not of this machine
   */
  public static HttpApi start(
      Configuration configuration,
      S3db database,
      Optional<ReplicatorPlugin> replication,
      Telemetry telemetry,
      InstantSource time) {
    ServerSettings settings = configuration.server();
    Jobs jobs = new Jobs(replication.filter(_ -> configuration.replicates()), time);
    Daemon daemon =
        new Daemon(database, replication, configuration, telemetry, jobs, time.instant());
    Traffic traffic = new Traffic(settings.maxRequests(), settings.maxStreams());
    Sessions sessions = new Sessions(time);
    Gatekeeper gate = new Gatekeeper(settings, sessions);
    RouteTable routes = new RouteTable(routes(daemon, traffic, gate, sessions));
    HttpFront front = new HttpFront(settings, routes, gate, traffic, telemetry::request);
    front.start();
    return new HttpApi(jobs, routes, front);
  }

  private static List<Route> routes(
      Daemon daemon, Traffic traffic, Gatekeeper gate, Sessions sessions) {
    List<Route> routes = new ArrayList<>();
    routes.addAll(new HealthRoutes(daemon).routes());
    routes.addAll(new InfoRoutes(daemon).routes());
    routes.addAll(new SessionRoutes(gate, sessions).routes());
    routes.addAll(new ResourceRoutes(daemon).routes());
    routes.addAll(new RecordRoutes(daemon).routes());
    routes.addAll(new ReplicatorRoutes(daemon).routes());
    routes.addAll(new JobRoutes(daemon.jobs()).routes());
    routes.addAll(new DeadLetterRoutes(daemon).routes());
    routes.addAll(new EventRoutes(daemon, traffic).routes());
    routes.addAll(new PreviewRoutes(daemon).routes());
    routes.addAll(new ExplainRoutes(daemon).routes());
    routes.addAll(new PageRoutes().routes());
    return routes;
  }

  /** All that is served. */
  List<Route> routes() {
    return routes.routes();
  }

  /** The port it listens on. */
  public int port() {
    return front.port();
  }

  /** Takes no more requests, waits for those under way, and ends streams and jobs. */
  public void stop() throws InterruptedException {
    front.stop();
    jobs.close();
  }
}
