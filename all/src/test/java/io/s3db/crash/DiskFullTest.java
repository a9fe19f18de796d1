package io.s3db.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.s3db.Document;
import io.s3db.Resource;
import io.s3db.S3db;
import io.s3db.testkit.store.FaultyStore.Kind;
import org.junit.jupiter.api.Test;

/** The disk of the journal is full. */
class DiskFullTest {
  @Test
  void refusesWritesBeforeTheStoreIsAskedAndGoesOnWhenThereIsRoom() throws InterruptedException {
    Machine machine = new Machine(1);
    CrashPlugin plugin = new CrashPlugin(machine, Life.untilTold());
    try (S3db db = S3db.builder().store(machine.store).plugin(plugin).connect()) {
      Resource items = db.resource(Machine.ITEMS);
      machine.disk.capacity(machine.disk.used());
      int written = 0;
      Throwable refused = null;
      int puts = 0;
      while (refused == null && written < 1_000) {
        puts = machine.store.count(Kind.PUT);
        String id = "k" + written;
        refused = catchThrowable(() -> items.insert(Document.of("id", id, "n", 1)));
        written += refused == null ? 1 : 0;
      }
      System.out.println("[disk full] " + refused);
      assertThat(refused)
          .hasMessageContaining("the insert of items/k" + written + " was refused")
          .hasMessageContaining("the disk of the journal folder /journal is full")
          .hasMessageContaining("Nothing was sent to the store. Make room");
      assertThat(machine.store.count(Kind.PUT)).isEqualTo(puts);
      assertThat(plugin.settle()).as("what was written is delivered all the same").isTrue();
      assertThat(machine.mirror.rows(Machine.ITEMS)).hasSize(written);

      machine.disk.capacity(Long.MAX_VALUE);
      items.insert(Document.of("id", "later", "n", 2));
      assertThat(plugin.settle()).isTrue();
      assertThat(machine.mirror.rows(Machine.ITEMS)).hasSize(written + 1);
    }
  }
}
