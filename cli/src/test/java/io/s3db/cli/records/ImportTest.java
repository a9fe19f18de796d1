package io.s3db.cli.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.cli.ExitCodes;
import io.s3db.cli.Ran;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportTest {
  @TempDir private Path folder;
  private String db = "";

  @BeforeEach
  void createPeople() {
    db = "file://" + folder.resolve("db");
    Ran.s3db(
            "create",
            "people",
            """
            {"name":"string|required","age":"number|optional","note":"string|optional",
             "tags":"array|items:string|optional","extra":"json|optional",
             "address":{"city":"string|optional","zip":"string|optional"}}\
            """,
            "--db",
            db)
        .ok();
  }

  private Path file(String name, String... lines) throws IOException {
    return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
  }

  private Ran importing(Path file, String... options) {
    List<String> all =
        new java.util.ArrayList<>(List.of("import", "people", file.toString(), "--db", db));
    all.addAll(List.of(options));
    return Ran.s3db(all.toArray(String[]::new));
  }

  private List<Document> people() {
    return Ran.s3db("list", "people", "--json", "--limit", "0", "--db", db).ok().documents();
  }

  @Test
  void importsJsonLines() throws IOException {
    Ran ran =
        importing(
            file(
                "people.jsonl",
                "{\"id\":\"a\",\"name\":\"Ada\",\"age\":36}",
                "",
                "{\"id\":\"b\",\"name\":\"Bob\"}"));
    assertThat(ran.ok().out()).startsWith("2 records were written into people in ");
    assertThat(people())
        .containsExactly(
            Document.of("id", "a", "name", "Ada", "age", 36),
            Document.of("id", "b", "name", "Bob"));
  }

  @Test
  void importsTheStandardInput() {
    Ran.reading("{\"id\":\"a\",\"name\":\"Ada\"}", "import", "people", "--db", db).ok();
    Ran.reading("id,name\nb,Bob\n", "import", "people", "-", "--format", "csv", "--db", db).ok();
    assertThat(people()).extracting(Document::id).containsExactly("a", "b");
  }

  @Test
  void importsCsvWithQuotesNestedFieldsAndEmptyCells() throws IOException {
    Path csv =
        file(
            "people.csv",
            "\uFEFFid,name,age,note,tags,extra,address.city,address.zip\r",
            "a,\"Ada, Countess\",36,\"two\r\n"
                + "lines,"
                + " \"\"quoted\"\"\",\"[\"\"x\"\",\"\"y\"\"]\",\"{\"\"k\"\":1}\",London,00123\r",
            "\r",
            "b,Bob,,\"\",,,,\r");
    importing(csv).ok();
    assertThat(people())
        .containsExactly(
            Document.of(
                "id",
                "a",
                "name",
                "Ada, Countess",
                "age",
                36,
                "note",
                "two\r\nlines, \"quoted\"",
                "tags",
                List.of("x", "y"),
                "extra",
                Document.of("k", 1),
                "address",
                Document.of("city", "London", "zip", "00123")),
            Document.of("id", "b", "name", "Bob", "note", ""));
  }

  @Test
  void stopsAtTheFirstLineThatFailsAndSaysWhichAndWhy() throws IOException {
    Ran ran =
        importing(
            file(
                "people.jsonl",
                "{\"id\":\"a\",\"name\":\"Ada\"}",
                "{\"id\":\"b\",\"name\":\"Bob\",\"age\":\"old\"}"));
    assertThat(ran.code()).isEqualTo(ExitCodes.FAILED);
    assertThat(ran.err())
        .contains("line 2: ")
        .contains("'age'")
        .contains("Stopped before the end.");
    assertThat(people()).extracting(Document::id).containsExactly("a");
  }

  @Test
  void stopsReadingAfterAFailure() throws IOException {
    StringBuilder lines = new StringBuilder("{broken\n");
    for (int i = 0; i < 1000; i++) {
      lines.append("{\"id\":\"p").append(i).append("\",\"name\":\"x\"}\n");
    }
    Path file = Files.writeString(folder.resolve("people.jsonl"), lines);
    assertThat(importing(file).code()).isEqualTo(ExitCodes.FAILED);
    assertThat(people().size()).isLessThan(100);
  }

  @Test
  void skipsLinesThatFailIfTold() throws IOException {
    Ran ran =
        importing(
            file(
                "people.csv",
                "id,name,age",
                "a,Ada,36",
                "b,Bob,old",
                "c,Cid",
                "d,\"Dora\"x,1",
                "e,Eve,5"),
            "--on-error",
            "skip",
            "--json");
    assertThat(ran.code()).isEqualTo(ExitCodes.FAILED);
    Document counts = ran.document();
    assertThat(counts.without("seconds"))
        .isEqualTo(
            Document.of(
                "resource", "people", "read", 5, "written", 2, "failed", 3, "stopped", false));
    List<Document> failures = failuresIn(ran);
    assertThat(failures).extracting(each -> each.integer("line")).containsExactly(3L, 4L, 5L);
    assertThat(failures.getFirst().list("fields")).containsExactly("age");
    assertThat(failures.getFirst().text("code")).isEqualTo("VALIDATION_FAILED");
    assertThat(failures.get(1).text("message"))
        .isEqualTo("it has 2 cells, and the first line names 3 fields.");
    assertThat(failures.get(2).text("message")).contains("closing quote");
    assertThat(people()).extracting(Document::id).containsExactly("a", "e");
  }

  private static List<Document> failuresIn(Ran ran) {
    return ran.err().lines().filter(line -> line.startsWith("{")).map(Document::parse).toList();
  }

  @Test
  void importsTheSameFileAgainWithUpsertOnly() throws IOException {
    Path file =
        file("people.jsonl", "{\"id\":\"a\",\"name\":\"Ada\"}", "{\"id\":\"b\",\"name\":\"Bob\"}");
    importing(file).ok();
    Ran again = importing(file);
    assertThat(again.code()).isEqualTo(ExitCodes.FAILED);
    assertThat(again.err()).contains("line 1: ");
    importing(file, "--upsert").ok();
    assertThat(people()).hasSize(2);
  }

  @Test
  void upsertNeedsAnId() throws IOException {
    Ran ran = importing(file("people.jsonl", "{\"name\":\"Ada\"}"), "--upsert");
    assertThat(ran.code()).isEqualTo(ExitCodes.FAILED);
    assertThat(ran.err()).contains("line 1: It has no id");
    assertThat(people()).isEmpty();
  }

  @Test
  void theLaterOfTwoLinesOfOneRecordWins() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      lines.append("{\"id\":\"a\",\"name\":\"n").append(i).append("\"}\n");
    }
    Path file = Files.writeString(folder.resolve("people.jsonl"), lines);
    importing(file, "--upsert").ok();
    assertThat(people()).containsExactly(Document.of("id", "a", "name", "n499"));
  }

  @Test
  void tellsBytesThatAreNoText() throws IOException {
    byte[] latin =
        "{\"id\":\"a\",\"name\":\"J\u00fcrgen\"}\n".getBytes(StandardCharsets.ISO_8859_1);
    Path file = Files.write(folder.resolve("people.jsonl"), latin);
    assertThat(importing(file).err()).contains("line 1: it is not UTF-8");
    assertThat(people()).isEmpty();
  }

  @Test
  void tellsAQuoteThatIsNeverClosed() throws IOException {
    Ran ran = importing(file("people.csv", "id,name", "a,\"Ada", "b,Bob"));
    assertThat(ran.err()).contains("line 2: a quote is opened and never closed.");
  }

  @Test
  void wantsAHeaderWithNamesOfItsOwn() throws IOException {
    assertThat(importing(file("a.csv", "id,id", "1,2")).err())
        .contains("two columns are named 'id'");
    assertThat(importing(file("b.csv", "id,", "1,2")).err()).contains("column 2 has no name");
    assertThat(importing(Files.createFile(folder.resolve("c.csv"))).err())
        .contains("the file is empty");
  }

  @Test
  void asksForAFormatThatTheNameDoesNotTell() throws IOException {
    Ran ran = importing(file("people.txt", "{}"));
    assertThat(ran.code()).isEqualTo(ExitCodes.USAGE);
    assertThat(ran.err()).contains("say --format");
  }

  @Test
  void saysThatAFileIsMissing() {
    Ran ran = importing(folder.resolve("nothing.csv"));
    assertThat(ran.code()).isEqualTo(ExitCodes.FAILED);
    assertThat(ran.err()).contains("There is no file " + folder.resolve("nothing.csv"));
  }
}
