package io.s3db.server;

import io.s3db.replicator.ReplicatorPlugin;
import io.s3db.testkit.sink.MemorySink;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A daemon with a mirror, {@code rows}, and a destination that is told events, {@code bell}. */
public final class Desk implements AutoCloseable {
  private final String name = "desk-" + UUID.randomUUID();
  private final MemorySink rows = MemorySink.mirror().register(name + "-rows");
  private final MemorySink bell = MemorySink.events().register(name + "-bell");
  private final TestServer server;

  /**
   * Opens one.
   *
   * @param settings further keys of the section {@code server}, each with a comma behind it
   */
  public Desk(Path folder, String settings) {
    this.server =
        TestServer.of(
            folder,
            """
            database:
              connectionString: memory://%1$s
              resources:
                orders: { attributes: { total: number|required, note: string|optional, pin: secret|optional } }
                notes: { attributes: { text: string|required } }
              passphrase: a long passphrase
            journal: { path: %2$s/journal, durability: memory }
            replicator:
              maxRetries: 0
              replicators:
                - id: rows
                  driver: memory
                  resources:
                    orders: { resource: order_facts, transform: "(it) => it.total < 0 ? null : ({ id: it.id, total: it.total })" }
                  config: { name: %1$s-rows }
                - { id: bell, driver: memory, resources: [orders, notes], config: { name: %1$s-bell } }
            server: { %3$sport: 0 }
            """
                .formatted(name, folder, settings));
  }

  public TestServer server() {
    return server;
  }

  public MemorySink rows() {
    return rows;
  }

  public MemorySink bell() {
    return bell;
  }

  public ReplicatorPlugin plugin() {
    return server.server().replication().orElseThrow();
  }

  public void order(String id, double total) {
    server.server().database().resource("orders").insert(Map.of("id", id, "total", total));
  }

  public void settle() {
    try {
      if (!plugin().awaitReplicated(Await.LONG)) {
        throw new AssertionError("not everything was delivered");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    List.of(rows, bell).forEach(each -> each.faults().mend());
    server.close();
    MemorySink.forget(name + "-rows");
    MemorySink.forget(name + "-bell");
  }
}
