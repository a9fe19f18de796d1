package io.s3db.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A process with a daemon, which a test may kill. */
final class DaemonProcess implements AutoCloseable {
  private final Process process;
  private final CountDownLatch listening = new CountDownLatch(1);
  private final List<String> said = new CopyOnWriteArrayList<>();
  private volatile int port;

  private DaemonProcess(Process process) {
    this.process = process;
  }

  static DaemonProcess start(Path configuration) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                DaemonMain.class.getName(),
                configuration.toString())
            .redirectErrorStream(true)
            .start();
    DaemonProcess daemon = new DaemonProcess(process);
    Thread.ofVirtual().start(daemon::listen);
    if (!daemon.listening.await(120, TimeUnit.SECONDS) || daemon.port == 0) {
      process.destroyForcibly();
      throw new AssertionError("it did not start: " + daemon.said);
    }
    return daemon;
  }

  private void listen() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        said.add(line);
        if (line.startsWith("port ")) {
          port = Integer.parseInt(line.substring(5));
          listening.countDown();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      listening.countDown();
    }
  }

  int port() {
    return port;
  }

  String said() {
    return String.join("\n", said);
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** SIGKILL, and waits until it is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      throw new AssertionError("it did not end: " + said);
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    try {
      kill();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
