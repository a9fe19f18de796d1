package io.s3db.sink.webhook;

import io.s3db.replicator.spi.SinkException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks where a request will go before it goes there.
 *
 * <p>All addresses of the name are checked before every request. The HTTP client looks the name up
 * once more when it connects; it is answered from the JDK's cache, which holds names for 30 s, so
 * the answer is the one that was checked unless the cache is switched off or the entry ends within
 * that moment. Behind a proxy, the proxy looks names up: then the proxy's own address is checked.
 */
final class AddressGuard {
  private final String host;
  private final int port;
  private final AddressRules rules;
  private final NameLookup lookup;
  private final RequestCounters counters;

  AddressGuard(WebhookOptions options, NameLookup.Resolver resolver, RequestCounters counters) {
    @Nullable ProxyAddress proxy = options.proxy();
    this.host = proxy == null ? options.url().host() : proxy.host();
    this.port = proxy == null ? options.url().port() : proxy.port();
    // A proxy is within the private network: that is what it is for.
    this.rules = AddressRules.of(proxy == null && options.strictAddresses());
    this.lookup = new NameLookup(host, resolver);
    this.counters = counters;
  }

  /** Lets a request pass, or says why not. */
  List<InetAddress> check(Duration timeout) throws SinkException, InterruptedException {
    List<InetAddress> addresses = addresses(timeout);
    for (InetAddress address : addresses) {
      Optional<String> refusal = rules.refusal(address);
      if (refusal.isPresent()) {
        counters.refusedAddress();
        throw new SinkException.Denied(
            "Nothing is sent to %s: it leads to %s, %s."
                .formatted(host, address.getHostAddress(), refusal.get()),
            null);
      }
    }
    return addresses;
  }

  private List<InetAddress> addresses(Duration timeout)
      throws SinkException.Unavailable, InterruptedException {
    try {
      return lookup.addresses(timeout);
    } catch (UnknownHostException e) {
      throw new SinkException.Unavailable(
          "The name " + host + " cannot be resolved: check the url, and the DNS of this machine.",
          e);
    } catch (InterruptedIOException e) {
      throw new SinkException.Unavailable(
          "The name " + host + " was not resolved within " + timeout.toMillis() + " ms.", e);
    }
  }

  /** Connects, sends nothing, and closes. */
  void connect(Duration timeout) throws SinkException, InterruptedException {
    InetAddress address = check(timeout).getFirst();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), (int) timeout.toMillis());
    } catch (SocketTimeoutException e) {
      throw new SinkException.Unavailable(
          "%s:%d did not accept a connection within %d ms."
              .formatted(host, port, timeout.toMillis()),
          e);
    } catch (SocketException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw unreachable(e);
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private SinkException unreachable(IOException cause) {
    return new SinkException.Unavailable(
        "%s:%d cannot be reached: %s."
            .formatted(host, port, Printable.excerpt(String.valueOf(cause.getMessage()), 200)),
        cause);
  }
}
