package io.s3db.sink.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.replicator.options.Options;
import io.s3db.replicator.options.Secret;
import io.s3db.replicator.spi.SinkProvider;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqsOptionsTest {
  private static final String EAST = "https://sqs.us-east-1.amazonaws.com/123456789012/";

  private final List<String> problems = new ArrayList<>();

  private SqsOptions read(Map<String, ?> values) {
    return SqsOptions.read(Options.of("config", values, problems));
  }

  /** In us-east-1, with further options in pairs. */
  private SqsOptions east(Object... further) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("region", "us-east-1");
    for (int i = 0; i < further.length; i += 2) {
      values.put((String) further[i], further[i + 1]);
    }
    return read(values);
  }

  @Test
  void hasDefaults() {
    SqsOptions options = east("queueUrl", EAST + "orders.fifo");

    assertThat(problems).isEmpty();
    assertThat(options.region()).isEqualTo("us-east-1");
    assertThat(options.messageGroupId()).isNull();
    assertThat(options.deduplicationId()).isTrue();
    assertThat(options.credentials()).isEqualTo(new SqsCredentials(null, null, null));
    assertThat(options.endpoint()).isNull();
    assertThat(options.ensureQueues()).isFalse();
    assertThat(options.payload()).isEqualTo(Payload.ENVELOPE);
    assertThat(options.fairQueues()).isFalse();
    assertThat(options.parallelRequests()).isEqualTo(16);
    assertThat(options.claimCheckAbove()).isEqualTo(1_048_576);
  }

  @Test
  void readsEveryOption() {
    SqsOptions options =
        east(
            "queueUrl",
            "http://127.0.0.1:9324/000000000000/rest",
            "queues",
            Map.of("orders", "http://127.0.0.1:9324/queue/orders.fifo"),
            "messageGroupId",
            "shop",
            "deduplicationId",
            false,
            "credentials",
            Map.of(
                "accessKeyId", "AKIDEXAMPLE",
                "secretAccessKey", "s3cr3t-k3y",
                "sessionToken", "t0k3n",
                "roleArn", "arn:aws:iam::123456789012:role/shop/events",
                "externalId", "3xt3rn4l",
                "sessionName", "shop-1"),
            "endpoint",
            "http://127.0.0.1:9324",
            "ensureQueues",
            true,
            "payload",
            "data",
            "fairQueues",
            true,
            "parallelRequests",
            4,
            "claimCheckAbove",
            "64KB");

    assertThat(problems).isEmpty();
    assertThat(options.queues().of("orders", "x"))
        .containsExactly(new QueueUrl("http://127.0.0.1:9324/queue/orders.fifo"));
    assertThat(options.queues().of("users", "users"))
        .containsExactly(new QueueUrl("http://127.0.0.1:9324/000000000000/rest"));
    assertThat(options.messageGroupId()).isEqualTo("shop");
    assertThat(options.deduplicationId()).isFalse();
    assertThat(options.credentials().keys())
        .extracting(
            keys -> keys.accessKeyId().reveal(),
            keys -> keys.secretAccessKey().reveal(),
            keys -> keys.sessionToken().reveal())
        .containsExactly("AKIDEXAMPLE", "s3cr3t-k3y", "t0k3n");
    assertThat(options.credentials().role())
        .extracting(
            role -> role.arn(), role -> role.externalId().reveal(), role -> role.sessionName())
        .containsExactly("arn:aws:iam::123456789012:role/shop/events", "3xt3rn4l", "shop-1");
    assertThat(options.endpoint()).isEqualTo(URI.create("http://127.0.0.1:9324"));
    assertThat(options.ensureQueues()).isTrue();
    assertThat(options.payload()).isEqualTo(Payload.DATA);
    assertThat(options.fairQueues()).isTrue();
    assertThat(options.parallelRequests()).isEqualTo(4);
    assertThat(options.claimCheckAbove()).isEqualTo(65_536);
    assertThat(options + " " + options.credentials())
        .doesNotContain("AKIDEXAMPLE", "s3cr3t-k3y", "t0k3n", "3xt3rn4l");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        EAST + "orders",
        EAST + "orders.fifo",
        "https://sqs-fips.us-east-1.amazonaws.com/123456789012/orders",
        "https://sqs.us-east-1.api.aws/123456789012/orders",
        "https://us-east-1.queue.amazonaws.com/123456789012/orders",
        "https://queue.amazonaws.com/123456789012/orders",
        "https://vpce-0a1b-2c3d.sqs.us-east-1.vpce.amazonaws.com/123456789012/orders",
      })
  void takesTheUrlOfAQueueInItsRegion(String url) {
    east("queueUrl", url);

    assertThat(problems).isEmpty();
  }

  @Test
  void takesTheUrlOfAQueueInChina() {
    read(
        Map.of(
            "region", "cn-north-1",
            "queueUrl", "https://sqs.cn-north-1.amazonaws.com.cn/123456789012/orders"));

    assertThat(problems).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "https://sqs.eu-west-1.amazonaws.com/123456789012/o | is in region eu-west-1, but region is"
            + " 'us-east-1'",
        "https://eu-west-1.queue.amazonaws.com/123456789012/o | is in region eu-west-1, but region"
            + " is 'us-east-1'",
        "https://sqs.cn-north-1.amazonaws.com.cn/123456789012/o | is in region cn-north-1, but"
            + " region is 'us-east-1'",
        "https://sqs.us-east-1.amazonaws.com/.../orders.fifo | must name the account by its 12"
            + " digits",
        "https://sqs.us-east-1.amazonaws.com/orders | must name the account by its 12 digits",
        "https://sqs.us-east-1.amazonaws.com/123456789012/or ders | must be the URL of a queue",
        "https://sqs.us-east-1.amazonaws.com/123456789012/or.ders | must end in the name of a"
            + " queue",
        "https://sqs.us-east-1.amazonaws.com/123456789012/ | must end in the name of a queue",
        "https://sqs.us-east-1.amazonaws.com/123456789012/o?a=b | must end in the name of a queue",
        "http://127.0.0.1:9324/000000000000/orders | set endpoint for another server",
        "arn:aws:sqs:us-east-1:123456789012:orders.fifo | is an ARN; write the queue's URL:"
            + " https://sqs.us-east-1.amazonaws.com/123456789012/orders.fifo",
        "orders.fifo | must be the URL of a queue, such as https://",
        "ftp://sqs.us-east-1.amazonaws.com/123456789012/o | must be the URL of a queue, such as"
            + " https://",
      })
  void saysWhatIsWrongWithAUrl(String url, String problem) {
    east("queueUrl", url);

    assertThat(problems)
        .singleElement()
        .asString()
        .startsWith("config.queueUrl ")
        .contains(problem);
  }

  @Test
  void doesNotShowAPasswordThatStandsInAUrl() {
    east("queueUrl", "https://me:s3cr3t@sqs.us-east-1.amazonaws.com/123456789012/orders");

    assertThat(problems).singleElement().asString().doesNotContain("s3cr3t");
  }

  @Test
  void checksEveryQueue() {
    east(
        "queues",
        Map.of(
            "orders", List.of(EAST + "a", "https://sqs.eu-west-1.amazonaws.com/123456789012/b"),
            "users", "nowhere",
            "carts", List.of(),
            "bills", List.of(EAST + "c", EAST + "c")));

    assertThat(problems)
        .hasSize(4)
        .anyMatch(each -> each.startsWith("config.queues.orders is in region eu-west-1"))
        .anyMatch(each -> each.startsWith("config.queues.users must be the URL of a queue"))
        .anyMatch(each -> each.startsWith("config.queues.carts needs the URL of a queue"))
        .anyMatch(each -> each.startsWith("config.queues.bills names " + EAST + "c twice"));
  }

  @Test
  void needsAQueue() {
    String required = "config.queueUrl is required, or queues with the URL for each resource";
    east();
    east("queues", Map.of());
    east("queues", List.of());

    assertThat(problems).containsExactly(required, required, required);
  }

  @Test
  void refusesAListOfQueuesBesideAQueueForAll() {
    east("queueUrl", EAST + "a", "queues", List.of(EAST + "b"));

    assertThat(problems)
        .containsExactly("config.queues is a list, and queueUrl is there too: put all in the list");
  }

  @Test
  void reportsAllProblemsAtOnce() {
    read(
        Map.ofEntries(
            Map.entry("region", "Virginia"),
            Map.entry("queueUrl", "orders"),
            Map.entry("messageGroupId", "two words"),
            Map.entry("deduplicationId", "auto"),
            Map.entry("endpoint", "localhost"),
            Map.entry("ensureQueues", "yes"),
            Map.entry("payload", "everything"),
            Map.entry("fairQueues", 1),
            Map.entry("parallelRequests", 0),
            Map.entry("claimCheckAbove", "2MB"),
            Map.entry("queueURL", EAST + "orders"),
            Map.entry("credentials", Map.of("accessKeyId", "AKIDEXAMPLE"))));

    assertThat(problems)
        .hasSize(12)
        .contains(
            "config.region must be a region such as us-east-1, not 'Virginia'",
            "config.payload must be one of envelope, data, not 'everything'",
            "config.claimCheckAbove must be from 1KB to 1MB",
            "config.credentials.secretAccessKey is required",
            "config.queueURL is not an option: did you mean 'queueUrl'?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "secretAccessKey | s3cr3t | config.credentials.accessKeyId is required",
        "externalId | s3cr3t | config.credentials.roleArn is required with externalId",
        "sessionName | s3cr3t | config.credentials.roleArn is required with externalId",
        "sessionName | s | config.credentials.sessionName must be 2 to 64",
        "roleArn | s3cr3t | config.credentials.roleArn must be the ARN of a role",
        "secretKey | s3cr3t | config.credentials.secretKey is not an option",
      })
  void saysWhatIsWrongWithCredentialsWithoutShowingThem(String name, String value, String problem) {
    east("queueUrl", EAST + "a", "credentials", Map.of(name, value));

    assertThat(problems)
        .isNotEmpty()
        .anyMatch(each -> each.startsWith(problem))
        .noneMatch(each -> each.contains("s3cr3t"));
  }

  @Test
  void doesNotShowCredentialsOfTheWrongForm() {
    east("queueUrl", EAST + "a", "credentials", "AKID:s3cr3t");
    east("queueUrl", EAST + "a", "credentials", Map.of());
    east(
        "queueUrl",
        EAST + "a",
        "credentials",
        Map.of(
            "accessKeyId", new Secret("AKID"), "secretAccessKey", "s3cr3t", "profile", "default"));

    assertThat(problems)
        .containsExactly(
            "config.credentials must be an object with accessKeyId and secretAccessKey, or profile,"
                + " or roleArn",
            "config.credentials is empty: leave it out to use the default chain",
            "config.credentials.profile cannot go with accessKeyId: leave one of them out");
  }

  @Test
  void namesTheQueueItIs() {
    assertThat(east("queueUrl", EAST + "orders").queues().target()).isEqualTo(EAST + "orders");
    assertThat(east("queues", List.of(EAST + "a", EAST + "b")).queues().target())
        .isEqualTo(EAST + "a," + EAST + "b");
  }

  @Test
  void staysTheSameDestinationWhenAResourceGetsAQueue() {
    String one = east("queues", Map.of("orders", EAST + "orders")).queues().target();
    String two =
        east("queues", Map.of("orders", EAST + "orders", "users", EAST + "users"))
            .queues()
            .target();

    assertThat(one).isEqualTo("https://sqs.us-east-1.amazonaws.com/123456789012").isEqualTo(two);
  }

  @Test
  void isFoundByTheNameOfItsDriver() {
    assertThat(ServiceLoader.load(SinkProvider.class))
        .filteredOn(provider -> provider instanceof SqsSinkProvider)
        .singleElement()
        .extracting(SinkProvider::driver)
        .isEqualTo("sqs");
  }
}
