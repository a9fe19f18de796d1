package io.s3db.testkit.leak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Says between which ports a socket is, where the system shows that. */
final class Sockets {
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/self/net/tcp6"), Path.of("/proc/self/net/tcp"));
  private static final int LOCAL = 1;
  private static final int REMOTE = 2;
  private static final int STATE = 3;
  private static final int INODE = 9;
  private static final String LISTENS = "0A";

  private static final Set<Integer> SHARED = ConcurrentHashMap.newKeySet();

  private Sockets() {}

  /** Connections with this port are not looked at any more. */
  static void share(int port) {
    SHARED.add(port);
  }

  /** Whether it is a socket of a server that is shared, or of one that is connected to it. */
  static boolean isShared(String name) {
    return !SHARED.isEmpty()
        && fields(name)
            .filter(
                fields ->
                    SHARED.contains(port(fields[LOCAL])) || SHARED.contains(port(fields[REMOTE])))
            .isPresent();
  }

  /** The name, such as {@code socket:[4711]}, and its ports if they can be found out. */
  static String described(String name) {
    return fields(name).map(fields -> name + " " + ports(fields)).orElse(name);
  }

  private static Optional<String[]> fields(String name) {
    if (!name.startsWith("socket:[")) {
      return Optional.empty();
    }
    String inode = name.substring("socket:[".length(), name.length() - 1);
    return TABLES.stream()
        .flatMap(table -> lines(table).stream())
        .map(line -> line.strip().split("\\s+", -1))
        .filter(fields -> fields.length > INODE && fields[INODE].equals(inode))
        .findFirst();
  }

  private static String ports(String[] fields) {
    return fields[STATE].equals(LISTENS)
        ? "listening on port " + port(fields[LOCAL])
        : "from port %d to port %d, in state %s"
            .formatted(port(fields[LOCAL]), port(fields[REMOTE]), fields[STATE]);
  }

  private static int port(String address) {
    return Integer.parseInt(address.substring(address.indexOf(':') + 1), 16);
  }

  private static List<String> lines(Path table) {
    try {
      return Files.isReadable(table) ? Files.readAllLines(table) : List.of();
    } catch (IOException _) {
      return List.of();
    }
  }
}
