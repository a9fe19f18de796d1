package io.s3db.server.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.PeerInfo;
import io.helidon.http.DirectHandler;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;

/**
 * Connections whose requests must have a whole head in time, and that may not be silent for ever.
 * The web server waits for both without a limit, so that some hundred clients that send nothing, or
 * a byte now and then, would have all the connections there are.
 */
final class TimedHeads implements ServerConnectionSelector {
  private static final ThreadLocal<Clock> CURRENT = new ThreadLocal<>();

  private final ServerConnectionSelector http;
  private final Duration time;
  private final Duration silence;
  private final Connections connections;

  /**
   * Watches connections of a kind.
   *
   * @param time in which a head must arrive, from its first byte
   * @param silence for how long nothing may come between two requests
   * @param connections told of all of them
   */
  TimedHeads(
      ServerConnectionSelector http, Duration time, Duration silence, Connections connections) {
    this.http = http;
    this.time = time;
    this.silence = silence;
    this.connections = connections;
  }

  /** The head of a request of this thread's connection is there. */
  static void headIsThere() {
    Clock clock = CURRENT.get();
    if (clock != null) {
      clock.inRequest = true;
    }
  }

  /** It was answered: the next byte begins a new head. */
  static void answered() {
    Clock clock = CURRENT.get();
    if (clock != null) {
      clock.inRequest = false;
      clock.isBegun = false;
    }
  }

  @Override
  public int bytesToIdentifyConnection() {
    return http.bytesToIdentifyConnection();
  }

  @Override
  public Support supports(BufferData data) {
    return http.supports(data);
  }

  @Override
  public Set<String> supportedApplicationProtocols() {
    return http.supportedApplicationProtocols();
  }

  /** Called by the thread of the connection, which reads and serves all its requests. */
  @Override
  public ServerConnection connection(ConnectionContext context) {
    Clock clock = new Clock(context.dataReader(), time.toNanos(), silence, connections);
    CURRENT.set(clock);
    return new Counted(
        http.connection(new Timed(context, DataReader.create(clock::next))), connections);
  }

  /** A connection that is counted for as long as it is served. */
  private record Counted(ServerConnection connection, Connections connections)
      implements ServerConnection {
    @Override
    public void handle(Limit limit) throws InterruptedException {
      connections.opened();
      try {
        connection.handle(limit);
      } finally {
        connections.closed();
      }
    }

    @Override
    public Duration idleTime() {
      return connection.idleTime();
    }

    @Override
    public void close(boolean interrupt) {
      connection.close(interrupt);
    }
  }

  /**
   * Ends the wait for what does not come, by an interrupt, which closes the connection. Used by one
   * thread.
   */
  private static final class Clock {
    private final DataReader socket;
    private final long nanos;
    private final Duration silence;
    private final Connections connections;
    private boolean inRequest;
    private boolean isBegun;
    private long begun;

    Clock(DataReader socket, long nanos, Duration silence, Connections connections) {
      this.socket = socket;
      this.nanos = nanos;
      this.silence = silence;
      this.connections = connections;
    }

    byte[] next() {
      if (inRequest || socket.available() > 0) {
        socket.ensureAvailable(); // who reads a body has a limit of his own
      } else {
        await();
      }
      if (!isBegun) {
        isBegun = true;
        begun = System.nanoTime();
      }
      return socket.readBytes(socket.available());
    }

    private void await() {
      try (Deadline deadline = Deadline.of(left())) {
        connections.waits(deadline);
        try {
          socket.ensureAvailable();
        } finally {
          connections.goesOn(deadline);
        }
      }
    }

    private Duration left() {
      if (!isBegun) {
        return silence;
      }
      long left = nanos - (System.nanoTime() - begun);
      if (left > 0) {
        return Duration.ofNanos(left);
      }
      throw RequestException.builder()
          .type(DirectHandler.EventType.BAD_REQUEST)
          .status(Status.REQUEST_TIMEOUT_408)
          .message("the head did not arrive in time")
          .build();
    }
  }

  /** The connection with another reader. */
  private record Timed(ConnectionContext context, DataReader dataReader)
      implements ConnectionContext {
    @Override
    public ListenerContext listenerContext() {
      return context.listenerContext();
    }

    @Override
    public ExecutorService executor() {
      return context.executor();
    }

    @Override
    public DataWriter dataWriter() {
      return context.dataWriter();
    }

    @Override
    public Router router() {
      return context.router();
    }

    @Override
    public Optional<ProxyProtocolData> proxyProtocolData() {
      return context.proxyProtocolData();
    }

    @Override
    public PeerInfo remotePeer() {
      return context.remotePeer();
    }

    @Override
    public PeerInfo localPeer() {
      return context.localPeer();
    }

    @Override
    public boolean isSecure() {
      return context.isSecure();
    }

    @Override
    public String socketId() {
      return context.socketId();
    }

    @Override
    public String childSocketId() {
      return context.childSocketId();
    }
  }
}
