package io.s3db.sink.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.testkit.sqs.SqsQueue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the default chain finds in the environment of a process; nothing is asked of a network. */
class DefaultChainTest {
  @RegisterExtension private final Rig rig = new Rig();
  @TempDir private Path home;

  private final SqsQueue queue = Rig.newQueue();

  private String probe(Map<String, String> environment) throws Exception {
    Map<String, String> all = new HashMap<>(environment);
    all.put("AWS_EC2_METADATA_DISABLED", "true");
    return ProbeChild.run(
        all,
        home,
        "region",
        "us-east-1",
        "endpoint",
        rig.proxy.endpoint().toString(),
        "queueUrl",
        queue.url());
  }

  private String askedBy() {
    return rig.proxy.requests().getLast().accessKeyId();
  }

  @Test
  void takesKeysOfTheEnvironment() throws Exception {
    String said = probe(Map.of("AWS_ACCESS_KEY_ID", "AKIDENV", "AWS_SECRET_ACCESS_KEY", "s"));

    assertThat(said).isEqualTo("let in");
    assertThat(askedBy()).isEqualTo("AKIDENV");
  }

  @Test
  void takesTheProfileThatTheEnvironmentNames() throws Exception {
    Path file =
        Files.writeString(
            home.resolve("keys"),
            "[shop]\naws_access_key_id = AKIDSHOP\naws_secret_access_key = s\n");

    String said =
        probe(Map.of("AWS_PROFILE", "shop", "AWS_SHARED_CREDENTIALS_FILE", file.toString()));

    assertThat(said).isEqualTo("let in");
    assertThat(askedBy()).isEqualTo("AKIDSHOP");
  }

  @Test
  void saysInOneSentenceThatThereIsNothing() throws Exception {
    assertThat(probe(Map.of()))
        .startsWith("Denied: ")
        .contains("there are no credentials: neither system properties nor the environment")
        .contains("set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
        .doesNotContain("Provider");
    assertThat(rig.proxy.requests()).isEmpty();
  }
}
