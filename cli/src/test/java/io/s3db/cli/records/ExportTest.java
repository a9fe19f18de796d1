package io.s3db.cli.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTest {
  private static final String ATTRIBUTES =
      """
      {"name":"string|optional","age":"number|optional","ok":"boolean|optional",
       "tags":"array|items:string|optional","at":"datetime|optional",
       "address":{"city":"string|optional"}}\
      """;

  @TempDir private Path folder;
  private String db = "";
  private String other = "";

  @BeforeEach
  void write() {
    db = "file://" + folder.resolve("db");
    other = "file://" + folder.resolve("other");
    Ran.s3db("create", "people", ATTRIBUTES, "--db", db).ok();
    Ran.s3db("create", "people", ATTRIBUTES, "--db", other).ok();
    String[] records = {
      "{\"id\":\"a\",\"name\":\"Ada, \\\"Countess\\\"\\n"
          + "of\",\"age\":36.5,\"ok\":true,\"tags\":[\"x\",\"y|z\"],"
          + "\"at\":\"2026-01-05T09:00:00.000Z\",\"address\":{\"city\":\"K\u00f6ln\"}}",
      "{\"id\":\"b\",\"name\":\"\"}",
      "{\"id\":\"c\",\"name\":\"007\",\"age\":0,\"ok\":false}"
    };
    Ran.reading(String.join("\n", records), "import", "people", "--db", db).ok();
  }

  private static List<Document> records(String db) {
    return Ran.s3db("list", "people", "--json", "--db", db).ok().documents();
  }

  @Test
  void everyFormatComesBackAsTheSameRecords() {
    List<Document> before = records(db);
    assertThat(before).hasSize(3);
    for (String ending : List.of("jsonl", "csv", "tsv")) {
      String file = folder.resolve("people." + ending).toString();
      assertThat(Ran.s3db("export", "people", file, "--db", db).ok().out())
          .isEqualTo("3 records were written to " + file + ".\n");
      Ran.s3db("import", "people", file, "--upsert", "--db", other).ok();
      assertThat(records(other)).as(ending).isEqualTo(before);
      Ran.s3db("delete", "people", "a", "b", "c", "--db", other).ok();
    }
  }

  @Test
  void writesCsvThatOthersRead() {
    assertThat(Ran.s3db("export", "people", "--format", "csv", "--db", db).ok().out())
        .isEqualTo(
            """
            id,name,age,ok,tags,at,address.city
            a,"Ada, ""Countess""
            of",36.5,true,"[""x"",""y|z""]",2026-01-05T09:00:00.000Z,K\u00f6ln
            b,"",,,,,
            c,007,0,false,,,
            """);
  }

  @Test
  void writesTheFieldsAskedFor() {
    assertThat(
            Ran.s3db("export", "people", "--format", "csv", "--fields", "age,id", "--db", db)
                .ok()
                .out())
        .isEqualTo("age,id\n36.5,a\n,b\n0,c\n");
    assertThat(
            Ran.s3db("export", "people", "--fields", "id,address.city", "--db", db)
                .ok()
                .documents()
                .getFirst())
        .isEqualTo(Document.of("id", "a", "address.city", "K\u00f6ln"));
  }

  @Test
  void saysWhichFieldsHaveNoColumn() {
    Ran.s3db("insert", "people", "id=d", "shoe=42", "--db", db).ok();
    assertThat(Ran.s3db("export", "people", "--format", "csv", "--db", db).ok().err())
        .contains("Left out, because they are no attributes: shoe.");
    assertThat(Ran.s3db("export", "people", "--db", db).ok().out()).contains("shoe");
  }

  @Test
  void replacesAFileOnlyByACompleteOne() throws IOException {
    Path file = Files.writeString(folder.resolve("people.jsonl"), "before");
    assertThat(Ran.s3db("export", "peple", file.toString(), "--db", db).code()).isEqualTo(1);
    assertThat(file).hasContent("before");
    Ran.s3db("export", "people", file.toString(), "--db", db).ok();
    assertThat(Files.readAllLines(file)).hasSize(3);
    assertThat(folder.resolve("people.jsonl.partial")).doesNotExist();
  }

  @Test
  void tellsProgramsWhatWasWritten() {
    Path file = folder.resolve("people.csv");
    assertThat(Ran.s3db("export", "people", file.toString(), "--json", "--db", db).ok().document())
        .isEqualTo(Document.of("resource", "people", "file", file.toString(), "written", 3));
  }
}
