package io.s3db.sink.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.replicator.spi.Delivery;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GroupIdsTest {
  private static String of(String resource, String id) {
    Delivery delivery = Rig.fixtures(resource).insert(Document.of("id", id));
    return GroupIds.of(delivery);
  }

  @Test
  void areTheNamesOfRecords() {
    assertThat(of("orders", "o-1")).isEqualTo("orders/o-1");
    assertThat(of("orders", "a/b!\"#$%&'()*+,-.:;<=>?@[\\]^_`{|}~"))
        .isEqualTo("orders/a/b!\"#$%&'()*+,-.:;<=>?@[\\]^_`{|}~");
    assertThat(of("orders", "x".repeat(121))).hasSize(128).startsWith("orders/xxx");
  }

  @Test
  void areDigestsWhereSqsWouldRefuseTheNames() {
    assertThat(of("orders", "x".repeat(122))).matches("sha256-[0-9a-f]{64}");
    assertThat(of("orders", "two words")).matches("sha256-[0-9a-f]{64}");
    assertThat(of("orders", "größe")).matches("sha256-[0-9a-f]{64}");
    assertThat(of("a/b", "c")).matches("sha256-[0-9a-f]{64}");
  }

  @Test
  void differForDifferentRecords() {
    List<List<String>> records =
        List.of(
            List.of("a", "b/c"),
            List.of("a/b", "c"),
            List.of("a b", "c"),
            List.of("a", "b c"),
            List.of("a ", "b c"),
            List.of("a", " b c"),
            List.of("a", "\uD83D"),
            List.of("a", "\uDE80"),
            List.of("a", "x".repeat(200)),
            List.of("a", "x".repeat(201)));
    Set<String> ids = new HashSet<>();
    records.forEach(record -> ids.add(of(record.getFirst(), record.getLast())));

    assertThat(ids).hasSameSizeAs(records).allMatch(GroupIds::isLegal);
  }
}
