package io.s3db.cli.place;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.cli.ExitCodes;
import io.s3db.cli.Ran;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PresenceTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert orders id=x total=1",
        "update orders x total=1",
        "delete orders x",
        "import orders",
        "export orders",
        "get orders x",
        "list orders",
        "query orders total>1",
        "count orders",
        "resources"
      })
  void aMistypedAddressMakesNoDatabase(String command) {
    String db = "file://" + folder.resolve("shp");
    Ran ran = Ran.reading("{}", (command + " --db " + db).split(" "));

    assertThat(ran.code()).isEqualTo(ExitCodes.FAILED);
    assertThat(ran.err())
        .contains("There is no database at " + db + ".", "s3db create")
        .hasLineCount(1);
    assertThat(ran.out()).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void createMakesTheDatabaseThatOthersFind() {
    String db = "file://" + folder.resolve("shop");
    Ran.s3db("create", "orders", "total:number", "--db", db).ok();

    assertThat(Ran.s3db("count", "orders", "--db", db).ok().out()).isEqualTo("0\n");
  }
}
