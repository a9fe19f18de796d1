package io.s3db.testkit.leak;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The live virtual threads whose names begin with {@code s3db-}, found in a thread dump. */
final class VirtualThreads {
  private static final Pattern OURS = Pattern.compile("(?m)^#(\\d+) \"(s3db-[^\"]*)\" virtual");

  private VirtualThreads() {}

  static Set<String> ours() {
    Set<String> threads = new HashSet<>();
    Matcher match = OURS.matcher(dump());
    while (match.find()) {
      threads.add("virtual thread " + match.group(2) + " #" + match.group(1));
    }
    return threads;
  }

  private static String dump() {
    HotSpotDiagnosticMXBean diagnostics =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    try {
      Path folder = Files.createTempDirectory("threads");
      Path file = folder.resolve("dump.txt");
      try {
        diagnostics.dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
        return Files.readString(file);
      } finally {
        Files.deleteIfExists(file);
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the threads of this process cannot be listed", e);
    }
  }
}
