package io.s3db.sink.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkException;
import io.s3db.testkit.sqs.SqsQueue;
import io.s3db.testkit.sqs.SqsRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Who we are, as the other side sees it. */
class CredentialsTest {
  @RegisterExtension private final Rig rig = new Rig();

  @TempDir private Path folder;

  private final Map<String, String> before = new HashMap<>();
  private final SqsQueue queue = Rig.newQueue();

  @BeforeEach
  void leaveThisMachineOut() {
    set("aws.disableEc2Metadata", "true");
    set("aws.sharedCredentialsFile", folder.resolve("credentials").toString());
    set("aws.configFile", folder.resolve("config").toString());
  }

  @AfterEach
  void restore() {
    before.forEach(
        (name, value) -> {
          if (value == null) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
  }

  private void set(String name, String value) {
    before.putIfAbsent(name, System.getProperty(name));
    System.setProperty(name, value);
  }

  private SqsRequest asked(Object credentials) throws Exception {
    rig.prepared(queue, "credentials", credentials);
    return rig.proxy.requests().getLast();
  }

  @Test
  void usesTheKeysOfTheConfiguration() throws Exception {
    SqsRequest request = asked(Map.of("accessKeyId", "AKIDMINE", "secretAccessKey", "s"));

    assertThat(request.accessKeyId()).isEqualTo("AKIDMINE");
    assertThat(request.headers()).doesNotContainKey("x-amz-security-token");
  }

  @Test
  void signsForTheRegionOfTheConfiguration() throws Exception {
    rig.prepared(queue, "region", "eu-west-2");

    assertThat(rig.proxy.requests().getLast().headers().get("authorization"))
        .contains("/eu-west-2/sqs/aws4_request");
  }

  @Test
  void usesTemporaryKeys() throws Exception {
    SqsRequest request =
        asked(Map.of("accessKeyId", "ASIAMINE", "secretAccessKey", "s", "sessionToken", "t0k3n"));

    assertThat(request.accessKeyId()).isEqualTo("ASIAMINE");
    assertThat(request.headers()).containsEntry("x-amz-security-token", "t0k3n");
  }

  @Test
  void usesAProfile() throws Exception {
    Files.writeString(
        folder.resolve("credentials"),
        "[shop]\naws_access_key_id = AKIDPROFILE\naws_secret_access_key = s\n");

    assertThat(asked(Map.of("profile", "shop")).accessKeyId()).isEqualTo("AKIDPROFILE");
  }

  @Test
  void isDeniedWithAProfileThatIsNotThere() {
    assertThat(catchThrowable(() -> asked(Map.of("profile", "nobody"))))
        .isInstanceOf(SinkException.Denied.class)
        .hasMessageContaining("nobody");
  }

  @Test
  void usesTheDefaultChain() throws Exception {
    set("aws.accessKeyId", "AKIDCHAIN");
    set("aws.secretAccessKey", "s");

    assertThat(asked(null).accessKeyId()).isEqualTo("AKIDCHAIN");
  }

  @Test
  void isDeniedWhereNobodyHasCredentials() {
    Sink sink = rig.open(new TestContext(), "queueUrl", queue.url(), "credentials", null);

    assertThat(catchThrowable(sink::probe))
        .isInstanceOf(SinkException.Denied.class)
        .hasMessageContaining(
            "failed: there are no credentials: neither system properties nor the environment, the"
                + " shared files, a container or an instance have any. Give credentials in the"
                + " configuration, set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or use a"
                + " profile or a role.");
  }

  @Test
  void assumesARole() throws Exception {
    List<String> asked = new CopyOnWriteArrayList<>();
    HttpServer sts = sts(200, ROLE, asked);
    try {
      rig.prepared(queue, "region", "eu-west-2", "credentials", role());
      SqsRequest request = rig.proxy.requests().getLast();

      assertThat(request.accessKeyId()).isEqualTo("ASIAROLE");
      assertThat(request.headers()).containsEntry("x-amz-security-token", "r0l3-t0k3n");
      assertThat(asked)
          .singleElement()
          .asString()
          .contains("Action=AssumeRole")
          .contains("RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fshop")
          .contains("ExternalId=3xt3rn4l")
          .contains("RoleSessionName=shop-1")
          .contains("Credential=AKIDEXAMPLE/")
          .contains("/eu-west-2/sts/aws4_request");
    } finally {
      sts.stop(0);
    }
  }

  @Test
  void isDeniedWhereTheRoleIs() throws Exception {
    HttpServer sts = sts(403, error("AccessDenied"), new CopyOnWriteArrayList<>());
    try {
      assertThat(catchThrowable(() -> asked(role())))
          .isInstanceOf(SinkException.Denied.class)
          .hasMessageContaining("sts:AssumeRole");
    } finally {
      sts.stop(0);
    }
  }

  @Test
  void isUnavailableWhileTheRoleServiceIs() throws Exception {
    HttpServer sts = sts(503, error("ServiceUnavailable"), new CopyOnWriteArrayList<>());
    try {
      assertThat(catchThrowable(() -> asked(role()))).isInstanceOf(SinkException.Unavailable.class);
    } finally {
      sts.stop(0);
    }
  }

  private static Map<String, String> role() {
    Map<String, String> role = new HashMap<>(Rig.KEYS);
    role.put("roleArn", "arn:aws:iam::123456789012:role/shop");
    role.put("externalId", "3xt3rn4l");
    role.put("sessionName", "shop-1");
    return role;
  }

  private static final String ROLE =
      """
      <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
      <Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey>
      <SessionToken>r0l3-t0k3n</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>
      </Credentials></AssumeRoleResult></AssumeRoleResponse>
      """;

  private static String error(String code) {
    return "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error>"
        + "<Type>Sender</Type><Code>%s</Code><Message>no</Message></Error></ErrorResponse>"
            .formatted(code);
  }

  /** A fake of the service that assumes roles. */
  private HttpServer sts(int status, String answer, List<String> asked) throws IOException {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    http.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          asked.add(body + " " + exchange.getRequestHeaders().getFirst("Authorization"));
          byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    http.start();
    set("aws.endpointUrlSts", "http://127.0.0.1:" + http.getAddress().getPort());
    return http;
  }
}
