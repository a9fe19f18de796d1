package io.s3db.sink.s3db;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.replicator.options.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class S3dbOptionsTest {
  private final List<String> problems = new ArrayList<>();

  @Test
  void needsAConnectionString() {
    read(Map.of());

    assertThat(problems).containsExactly("config.connectionString is required");
  }

  @Test
  void namesTheTargetWithoutCredentials() {
    S3dbOptions options =
        read(Map.of("connectionString", "s3://AKIAKEY:s3cr3tKey@backup/shop?region=eu-west-1"));

    assertThat(problems).isEmpty();
    assertThat(options.target()).isEqualTo("s3://backup/shop");
    assertThat(options.toString()).doesNotContain("AKIAKEY").doesNotContain("s3cr3tKey");
  }

  @Test
  void reportsAnAddressItCannotReadWithoutItsCredentials() {
    read(Map.of("connectionString", "ftp://AKIAKEY:s3cr3tKey@backup"));

    assertThat(problems)
        .singleElement()
        .asString()
        .startsWith("config.connectionString is no address of a database: ")
        .doesNotContain("s3cr3tKey");
  }

  @Test
  void doesNotShowATextThatIsNoAddress() {
    for (String text : new String[] {"hunter2", "hunter2@home", "hunter2?x=1", "a:hunter2"}) {
      problems.clear();
      read(Map.of("connectionString", text));
      assertThat(problems).singleElement().asString().doesNotContain("hunter2", "home");
    }
  }

  @Test
  void keepsTheSchemaInStepUnlessToldNotTo() {
    assertThat(read(Map.of("connectionString", "memory://a")).schemaSync()).isTrue();
    assertThat(read(Map.of("connectionString", "memory://a", "schemaSync", false)).schemaSync())
        .isFalse();
    assertThat(read(Map.of("connectionString", "memory://a", "schemaSync", "off")).schemaSync())
        .isFalse();
    assertThat(read(Map.of("connectionString", "memory://a", "schemaSync", "on")).schemaSync())
        .isTrue();
    assertThat(problems).isEmpty();
    read(Map.of("connectionString", "memory://a", "schemaSync", "maybe"));
    assertThat(problems).containsExactly("config.schemaSync must be on or off, not 'maybe'");
  }

  @Test
  void writesSixteenRecordsAtOnceUnlessTold() {
    assertThat(read(Map.of("connectionString", "memory://a")).parallelRequests()).isEqualTo(16);
    assertThat(
            read(Map.of("connectionString", "memory://a", "parallelRequests", 3))
                .parallelRequests())
        .isEqualTo(3);
    assertThat(problems).isEmpty();
    read(Map.of("connectionString", "memory://a", "parallelRequests", 0));
    assertThat(problems)
        .containsExactly("config.parallelRequests must be a whole number from 1 to 256, not 0");
  }

  private S3dbOptions read(Map<String, Object> config) {
    return S3dbOptions.read(Options.of("config", config, problems));
  }
}
