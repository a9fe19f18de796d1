package io.s3db.cli.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.cli.Ran;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tells how fast import and export are on the memory store; {@code -Dimport.records=N} for a
 * figure.
 */
class ImportRateTest {
  private static final int RECORDS = Integer.getInteger("import.records", 2000);

  @TempDir private Path folder;

  @Test
  void importsAndExportsEveryRecordOfALargeFile() throws IOException {
    Path jsonl = folder.resolve("in.jsonl");
    Path csv = folder.resolve("in.csv");
    try (BufferedWriter lines = Files.newBufferedWriter(jsonl);
        BufferedWriter cells = Files.newBufferedWriter(csv)) {
      cells.write("id,userId,total,note\n");
      for (int i = 0; i < RECORDS; i++) {
        String note = "note number " + i + " " + "x".repeat(80);
        lines.write(
            "{\"id\":\"o%07d\",\"userId\":\"u%d\",\"total\":%d.5,\"note\":\"%s\"}%n"
                .formatted(i, i % 1000, i, note));
        cells.write("c%07d,u%d,%d.5,%s%n".formatted(i, i % 1000, i, note));
      }
    }
    String db = "memory://import-rate";
    Ran.s3db("create", "orders", "userId:string", "total:number", "note:string", "--db", db).ok();
    tell("jsonl", Ran.s3db("import", "orders", jsonl.toString(), "--json", "--db", db).ok());
    tell("csv", Ran.s3db("import", "orders", csv.toString(), "--json", "--db", db).ok());
    long start = System.nanoTime();
    Path out = folder.resolve("out.csv");
    Ran.s3db("export", "orders", out.toString(), "--db", db).ok();
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(Locale.ROOT, "export csv: %,.0f records/s%n", 2 * RECORDS / seconds);
    try (var lines = Files.lines(out)) {
      assertThat(lines.count()).isEqualTo(2L * RECORDS + 1);
    }
  }

  private static void tell(String what, Ran ran) {
    Document counts = ran.document();
    assertThat(counts.integer("written")).isEqualTo(RECORDS);
    System.out.printf(
        Locale.ROOT,
        "import %s: %,.0f records/s%n",
        what,
        counts.integer("written") / counts.number("seconds"));
  }
}
