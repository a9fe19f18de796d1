package io.s3db.sink.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.s3db.replicator.spi.Sink;
import io.s3db.replicator.spi.SinkException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where nothing is sent. */
class AddressRulesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "169.254.0.1",
        "0.0.0.0",
        "0.1.2.3",
        "224.0.0.1",
        "239.255.255.250",
        "255.255.255.255",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "::",
        "fe80::1",
        "febf::1",
        "ff02::1",
        "fd00:ec2::254",
        "fd20:ce::254",
        "::ffff:169.254.169.254",
        "::169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "2002:a9fe:a9fe::1"
      })
  void neverSendsTo(String address) {
    InetAddress parsed = InetAddress.ofLiteral(address);

    assertThat(AddressRules.of(false).refusal(parsed)).isPresent();
    assertThat(AddressRules.of(true).refusal(parsed)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.255.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "100.64.0.1",
        "198.18.0.1",
        "240.0.0.1",
        "::1",
        "fd12:3456::1",
        "fec0::1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:c0a8:101::1"
      })
  void sendsToPrivateAddressesUnlessStrict(String address) {
    InetAddress parsed = InetAddress.ofLiteral(address);

    assertThat(AddressRules.of(false).refusal(parsed)).isEmpty();
    assertThat(AddressRules.of(true).refusal(parsed)).get().asString().contains("strictAddresses");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8",
        "172.15.0.1",
        "172.32.0.1",
        "169.253.255.255",
        "100.63.0.1",
        "2606:4700::1111",
        "2002:808:808::1",
        "64:ff9b::808:808"
      })
  void sendsToPublicAddresses(String address) {
    assertThat(AddressRules.of(true).refusal(InetAddress.ofLiteral(address))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/meta-data",
        "http://[fe80::1]/",
        "http://[::ffff:a9fe:a9fe]/",
        "http://0.0.0.0/",
        "http://2852039166/",
        "http://0xa9fea9fe/",
        "http://0251.0376.0251.0376/",
        "http://169.254.43518/"
      })
  void refusesSuchAUrlAtOnceHoweverItIsWritten(String url) {
    assertThat(Webhooks.problems("url", url))
        .singleElement()
        .asString()
        .startsWith("config.url ")
        .matches(".*(to which nothing is sent|must name a host).*");
  }

  @Test
  void refusesALoopbackUrlWhenStrict() {
    assertThat(Webhooks.problems("url", "http://127.0.0.1:8080/", "strictAddresses", true))
        .containsExactly(
            "config.url leads to 127.0.0.1, a loopback address, to which nothing is sent while"
                + " strictAddresses is on");
  }

  @Test
  void checksWhatANameLeadsToBeforeEveryRequest() throws Exception {
    try (Webhooks webhooks = new Webhooks()) {
      InetAddress[] good = {InetAddress.ofLiteral("127.0.0.1")};
      InetAddress[] bad = {
        InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("169.254.169.254")
      };
      AtomicReference<InetAddress[]> answer = new AtomicReference<>(good);
      webhooks.resolving(_ -> answer.get());
      String url = "http://localhost:" + webhooks.receiver.port() + "/hook?token=abc";
      Sink sink = webhooks.open("url", url);
      sink.write(List.of(webhooks.order("1")));
      answer.set(bad);

      // Looked up again after a second, though the connection is still open.
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> sink.write(List.of(webhooks.order("2"))))
                      .isInstanceOf(SinkException.Denied.class)
                      .hasMessage(
                          "Nothing is sent to localhost: it leads to 169.254.169.254, a link-local"
                              + " address, where clouds keep their metadata, to which nothing is"
                              + " sent."));

      int requests = webhooks.receiver.count();
      assertThatThrownBy(() -> sink.write(List.of(webhooks.order("3"))))
          .isInstanceOf(SinkException.Denied.class);
      assertThatThrownBy(sink::probe).isInstanceOf(SinkException.Denied.class);
      assertThat(webhooks.receiver.count()).isEqualTo(requests);
      assertThat(sink.metrics().get("refusedAddresses")).isGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void refusesPrivateNamesWhenStrict() {
    try (Webhooks webhooks = new Webhooks()) {
      webhooks.resolving(_ -> new InetAddress[] {InetAddress.ofLiteral("10.0.0.7")});
      Sink sink = webhooks.open("url", "http://crm.example.com/", "strictAddresses", true);

      assertThatThrownBy(() -> sink.write(List.of(webhooks.order("1"))))
          .isInstanceOf(SinkException.Denied.class)
          .hasMessageContaining("strictAddresses");
    }
  }

  @Test
  void refusesAProxyAtAMetadataAddress() {
    try (Webhooks webhooks = new Webhooks()) {
      Sink sink =
          webhooks.open("url", "http://crm.example.com/", "proxy", "http://169.254.169.254:3128");

      assertThatThrownBy(() -> sink.write(List.of(webhooks.order("1"))))
          .isInstanceOf(SinkException.Denied.class);
    }
  }
}
