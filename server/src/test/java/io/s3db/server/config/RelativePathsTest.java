package io.s3db.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.S3db;
import io.s3db.store.ConnectionString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The working directory of the tests is never the folder of the file. */
class RelativePathsTest {
  @TempDir private Path temporary;

  private static Tree.Leaf resolved(String path, String text, Path folder) {
    Tree tree = new Tree.Leaf(Place.whole("x"), text, false, folder);
    String[] names = path.split("\\.");
    for (int i = names.length - 1; i >= 0; i--) {
      tree =
          new Tree.Branch(
              Place.whole("x"), Map.of(names[i].replace("[]", ""), item(names[i], tree)));
    }
    Tree[] found = new Tree[1];
    Tree.mapped(
        RelativePaths.resolved(tree, Path.of("/main")),
        "",
        (_, leaf) -> (Tree.Leaf) (found[0] = leaf));
    return (Tree.Leaf) found[0];
  }

  private static Tree item(String name, Tree tree) {
    return name.endsWith("[]") ? new Tree.Items(Place.whole("x"), java.util.List.of(tree)) : tree;
  }

  @ParameterizedTest
  @CsvSource({
    "journal.path, journal, /shop/journal",
    "journal.path, /var/journal, /var/journal",
    "database.connectionString, file://./data, file:///shop/./data",
    "database.connectionString, FILE://../data?fsync=false, file:///shop/../data?fsync=false",
    "database.connectionString, file://data, file://data",
    "database.connectionString, file:///data, file:///data",
    "database.connectionString, s3://k:s@bucket/./x, s3://k:s@bucket/./x",
    "database.passphrase, file://./data, file://./data",
    "replicator.replicators[].config.connectionString, file://./backup, file:///shop/./backup",
    "replicator.replicators[].config.connectionString,"
        + " postgresql://u@h/d?sslrootcert=a/ca.pem&sslmode=require,"
        + " postgresql://u@h/d?sslrootcert=%2Fshop%2Fa%2Fca.pem&sslmode=require",
    "replicator.replicators[].config.connectionString, postgresql://u@h/d?sslkey=/k.p12,"
        + " postgresql://u@h/d?sslkey=%2Fk.p12",
    "replicator.replicators[].config.sslRootCert, ca.pem, /shop/ca.pem",
    "replicator.replicators[].config.sslCert, c.pem, /shop/c.pem",
    "replicator.replicators[].config.sslKey, k.pk8, /shop/k.pk8",
    "replicator.replicators[].config.trustStore, ca.pem, /shop/ca.pem",
    "replicator.replicators[].config.trustStore.path, ca.p12, /shop/ca.p12",
    "replicator.replicators[].config.credentials, keys/google.json, /shop/keys/google.json",
    "replicator.replicators[].config.credentials, {}, {}",
    "replicator.replicators[].config.credentials, a-key-itself, a-key-itself",
    "replicator.replicators[].config.url, ./x, ./x",
    "replicator.replicators[].resources.orders.transform, file:t.js, file:/shop/t.js",
  })
  void pathsAreRelativeToTheirFile(String path, String text, String expected) {
    assertThat(resolved(path, text, Path.of("/shop")).text()).isEqualTo(expected);
  }

  @Test
  void aFolderWithSignsThatAddressesUseIsFound() {
    Path folder = Path.of("/a 100%25?#b");
    String text = resolved("database.connectionString", "file://./data", folder).text();

    assertThat(ConnectionString.parse(text))
        .extracting(each -> ((ConnectionString.Directory) each).path())
        .isEqualTo(folder.resolve("data"));
  }

  @Test
  void everythingOfAFileLiesBesideIt() throws IOException {
    Path shop = Files.createDirectories(temporary.resolve("shop/parts")).getParent();
    Files.writeString(
        shop.resolve("parts/base.yaml"),
        """
        database: { connectionString: "file://./data" }
        replicator:
          closeTimeout: 5s
          replicators:
            - { driver: s3db, resources: [orders], config: { connectionString: "${BACKUP}" } }
        """);
    Path file = Files.writeString(shop.resolve("s3db.yaml"), "include: parts/base.yaml\n");

    Map<String, String> environment = Map.of("BACKUP", "file://./backup");
    try (S3db db = Configuration.read(file, environment).connect()) {
      assertThat(db.describe()).isEqualTo("file://" + shop.resolve("parts/data"));
    }

    assertThat(shop.resolve(".s3db/data/state.db")).exists();
    assertThat(Path.of(".s3db")).doesNotExist();
    assertThat(Configuration.read(file, environment).plugin().orElseThrow().routes())
        .singleElement()
        .extracting(each -> each.destination())
        .isEqualTo("file://" + shop.resolve("parts/backup"));
  }
}
