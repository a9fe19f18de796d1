package io.s3db.sink.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which addresses nothing is sent to: those at which clouds hand out credentials, and others that
 * cannot be a receiver.
 *
 * @param strict whether private and loopback addresses are refused too
 */
record AddressRules(boolean strict) {
  private static final List<Network> NEVER =
      List.of(
          Network.of("0.0.0.0/8", "which means no host"),
          Network.of("169.254.0.0/16", "a link-local address, where clouds keep their metadata"),
          Network.of("100.100.100.200/32", "the metadata service of a cloud"),
          Network.of("168.63.129.16/32", "the metadata service of a cloud"),
          Network.of("192.0.0.192/32", "the metadata service of a cloud"),
          Network.of("224.0.0.0/4", "a multicast address"),
          Network.of("255.255.255.255/32", "a broadcast address"),
          Network.of("::/128", "which means no host"),
          Network.of("fe80::/10", "a link-local address"),
          Network.of("fd00:ec2::254/128", "the metadata service of a cloud"),
          Network.of("fd20:ce::254/128", "the metadata service of a cloud"),
          Network.of("ff00::/8", "a multicast address"));

  private static final List<Network> STRICTLY =
      List.of(
          Network.of("127.0.0.0/8", "a loopback address"),
          Network.of("10.0.0.0/8", "a private address"),
          Network.of("172.16.0.0/12", "a private address"),
          Network.of("192.168.0.0/16", "a private address"),
          Network.of("100.64.0.0/10", "a private address"),
          Network.of("192.0.0.0/24", "a reserved address"),
          Network.of("198.18.0.0/15", "a reserved address"),
          Network.of("240.0.0.0/4", "a reserved address"),
          Network.of("::1/128", "a loopback address"),
          Network.of("fc00::/7", "a private address"),
          Network.of("fec0::/10", "a private address"));

  /** IPv6 networks that carry an IPv4 address, and the byte at which it begins. */
  private static final List<Embedding> EMBEDDINGS =
      List.of(
          new Embedding(Network.of("::/96", ""), 12),
          new Embedding(Network.of("64:ff9b::/96", ""), 12),
          new Embedding(Network.of("2002::/16", ""), 2));

  private record Embedding(Network network, int at) {}

  /** Addresses that begin with the same bits, and what they are. */
  private record Network(InetAddress first, int bits, String what) {
    static Network of(String cidr, String what) {
      int slash = cidr.indexOf('/');
      InetAddress first = InetAddress.ofLiteral(cidr.substring(0, slash));
      return new Network(first, Integer.parseInt(cidr.substring(slash + 1)), what);
    }

    boolean holds(byte[] address) {
      byte[] network = first.getAddress();
      if (address.length != network.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % 8);
        if (((address[bit / 8] ^ network[bit / 8]) & mask) != 0) {
          return false;
        }
      }
      return true;
    }
  }

  static AddressRules of(boolean strict) {
    return new AddressRules(strict);
  }

  /** Why nothing is sent to an address: {@code "a multicast address, to which nothing is sent"}. */
  Optional<String> refusal(InetAddress address) {
    byte[] bytes = address.getAddress();
    Optional<String> never = what(NEVER, bytes).map(what -> what + ", to which nothing is sent");
    if (never.isPresent()) {
      return never;
    }
    Optional<String> strictly =
        strict
            ? what(STRICTLY, bytes)
                .map(what -> what + ", to which nothing is sent while strictAddresses is on")
            : Optional.empty();
    return strictly.isPresent() ? strictly : embedded(address).flatMap(this::refusal);
  }

  /** The same, of a host that is an address; nothing for a name. */
  Optional<String> refusalOfLiteral(String host) {
    try {
      return refusal(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Optional<String> what(List<Network> networks, byte[] address) {
    return networks.stream()
        .filter(network -> network.holds(address))
        .map(Network::what)
        .findFirst();
  }

  /** The IPv4 address within an IPv6 one; ::1 and :: are none. */
  private static Optional<InetAddress> embedded(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (address instanceof Inet4Address || address.isLoopbackAddress()) {
      return Optional.empty();
    }
    return EMBEDDINGS.stream()
        .filter(embedding -> embedding.network().holds(bytes))
        .map(embedding -> Arrays.copyOfRange(bytes, embedding.at(), embedding.at() + 4))
        .map(AddressRules::address)
        .findFirst();
  }

  private static InetAddress address(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}
