package io.s3db.server.http;

import java.util.Optional;

/** What is known of a request before its body is read. */
interface Head {
  String method();

  /** The path as it was sent, percent-encoded, without the query. */
  String path();

  /** The value of a header, by its name in lower case. */
  Optional<String> header(String name);

  /** The port on which the daemon listens. */
  int port();
}
