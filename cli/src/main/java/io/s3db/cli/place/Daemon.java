package io.s3db.cli.place;

/**
 * A daemon to operate.
 *
 * @param api to ask it
 * @param process what runs it in this process; does nothing on close if it runs elsewhere
 */
public record Daemon(Api api, AutoCloseable process) implements AutoCloseable {
  @Override
  public void close() {
    api.close();
    try {
      process.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }
}
