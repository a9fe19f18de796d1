package io.s3db.testkit.leak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The sockets and files this process has open; none where the system does not show them. */
final class Descriptors {
  private static final Path FOLDER = Path.of("/proc/self/fd");

  static {
    // The Java platform keeps one socket of its own from the first one that is closed.
    try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      first.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no socket can be opened on this machine", e);
    }
  }

  private Descriptors() {}

  static Set<String> open() {
    Set<String> open = new HashSet<>();
    if (!Files.isDirectory(FOLDER)) {
      return open;
    }
    try (Stream<Path> descriptors = Files.list(FOLDER)) {
      List<Path> all = descriptors.toList();
      for (Path descriptor : all) {
        String target = target(descriptor);
        if (counts(target)) {
          open.add(target);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the files of this process cannot be listed", e);
    }
    return open;
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException _) {
      return ""; // closed meanwhile, as that of the listing itself
    }
  }

  /** Not what the Java platform opens by itself, nor the server that all tests share. */
  private static boolean counts(String target) {
    return target.startsWith("socket:")
        || (target.startsWith("/")
            && !target.startsWith("/dev/")
            && !target.startsWith("/proc/")
            && !target.startsWith("/sys/")
            && !target.endsWith(".jar")
            && !target.endsWith("/modules")
            && !target.endsWith("/epg-lock"));
  }
}
