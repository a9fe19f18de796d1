package io.s3db.sink.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application default credentials of a process; nothing is asked of a network for them. */
class DefaultCredentialsTest {
  @TempDir private Path home;

  private String probe(Map<String, String> environment) throws Exception {
    Map<String, String> all = new HashMap<>(environment);
    all.put("NO_GCE_CHECK", "true");
    all.put("CLOUDSDK_CONFIG", home.toString());
    return ProbeChild.run(
        all,
        home,
        "projectId",
        "shop",
        "datasetId",
        "facts",
        "endpoint",
        "https://127.0.0.1:1",
        "storageEndpoint",
        "https://127.0.0.1:1");
  }

  @Test
  void areTheKeyFileThatTheEnvironmentNames() throws Exception {
    try (TokenServer tokens = new TokenServer()) {
      Path file = Files.write(home.resolve("key.json"), Json.bytes(tokens.key()));

      String said = probe(Map.of("GOOGLE_APPLICATION_CREDENTIALS", file.toString()));

      // With its token it goes on to the address where nobody listens.
      assertThat(said).startsWith("Unavailable: ").contains("Connection refused");
      assertThat(tokens.asked()).isEqualTo(1);
    }
  }

  @Test
  void areMissedInOneSentence() throws Exception {
    assertThat(probe(Map.of()))
        .isEqualTo(
            "Denied: under-test: asking for dataset facts failed: the credentials are missing or"
                + " were refused. Check the option credentials, or set"
                + " GOOGLE_APPLICATION_CREDENTIALS to the path of a key file.");
  }
}
