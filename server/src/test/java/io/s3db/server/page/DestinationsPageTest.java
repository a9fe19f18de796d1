package io.s3db.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.replicator.spi.Key;
import io.s3db.version.Version;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DestinationsPageTest {
  @RegisterExtension private final Shop shop = Shop.open();

  private static String row(String replicator) {
    return "[data-key='" + replicator + "'] ";
  }

  private static String button(String replicator, String action) {
    return "button[data-do='" + action + "'][data-replicator='" + replicator + "']";
  }

  private void awaitText(String css, String... parts) {
    Wait.until(
        () -> {
          String text = shop.browser().text(css).replace('\u202f', ' ').replace('\u2011', '-');
          return java.util.Arrays.stream(parts).allMatch(text::contains);
        },
        () -> css + " says " + String.join(", ", parts));
  }

  @Test
  void eachDestinationIsShownWithWhatItDoes() {
    shop.sink("fraud").faults().refuse();
    shop.order("o-1", 5);
    shop.order("o-2", 6);
    shop.awaitLetters(1);
    shop.awaitState("fraud", "retrying");
    shop.show();

    awaitText(row("warehouse"), "running", "memory://", "0 changes", "in a second");
    awaitText(row("fraud"), "retrying", "the destination is down", "Next try", "2 changes");
    awaitText(row("backup"), "1\nwait to be redriven");
    awaitText("#verdict", "fraud cannot be reached.");
    awaitText("#source", "memory://", "Journal", "Up for");
    Wait.until(
        () -> shop.browser().has(row("warehouse") + "svg.spark[aria-label*='2 delivered']"),
        () -> "both deliveries in the drawing");

    shop.sink("fraud").faults().mend();
    awaitText(row("fraud"), "running", "Last trouble");
  }

  @Test
  void aDestinationIsPausedAndResumed() {
    Browser browser = shop.show();

    browser.click(button("fraud", "pause"));
    shop.awaitState("fraud", "paused");
    awaitText(row("fraud"), "paused", "It was paused by hand.");
    assertThat(browser.text("#notices")).contains("fraud is paused.");
    shop.order("o-1", 5);
    awaitText(row("fraud"), "1 change");

    browser.click(button("fraud", "resume"));
    shop.awaitState("fraud", "running");
    Wait.until(() -> shop.sink("fraud").delivered().size() == 1, () -> "delivery");
    awaitText(row("fraud"), "running", "0 changes");
  }

  @Test
  void aDestinationIsDisabledAfterAQuestionOnly() {
    Browser browser = shop.show();
    browser.click(row("fraud") + "summary");

    browser.click(button("fraud", "disable"));
    awaitText("dialog", "Disable fraud?", "pause it instead");
    browser.click("dialog button[data-do='close-dialog']");
    Wait.until(() -> browser.all("dialog").isEmpty(), () -> "the dialog is closed");
    assertThat(browser.focus()).isEqualTo("disable");
    assertThat(shop.asked("fraud").text("state")).isEqualTo("running");

    browser.click(button("fraud", "disable"));
    browser.click("dialog button.danger");
    shop.awaitState("fraud", "disabled");
    browser.click(button("fraud", "enable"));
    shop.awaitState("fraud", "running");
  }

  @Test
  void aSyncIsStartedAtAPaceShownAndCancelled() {
    for (int i = 0; i < 30; i++) {
      shop.order("s-" + i, i);
    }
    Browser browser = shop.show();

    browser.click(button("backup", "sync"));
    browser.type("dialog [name='rateLimit']", "1");
    browser.click("dialog button.primary");
    awaitText(row("backup") + ".job", "Sync", "running");
    assertThat(browser.has(row("backup") + "progress")).isTrue();
    assertThat(shop.asked("backup").text("sync.state")).isEqualTo("running");

    browser.click(row("backup") + "[data-do='cancel-job']");
    Wait.until(
        () -> shop.asked("backup").text("sync.state").equals("cancelled"), () -> "cancelled");
    awaitText(row("backup") + ".job", "cancelled");
  }

  @Test
  void aQueryThatIsNoJsonStaysInTheDialogWithTheReason() {
    Browser browser = shop.show();

    browser.click(button("backup", "sync"));
    browser.type("dialog [name='where']", "{region");
    browser.click("dialog button.primary");

    awaitText("dialog [role='alert']", "The query is no JSON");
    assertThat(shop.asked("backup").get("sync")).isNull();
  }

  @Test
  void aVerificationShowsWhatDiffersAndRepairsItWhenAsked() {
    shop.order("o-1", 5);
    Wait.until(() -> shop.sink("warehouse").rows("order_facts").size() == 1, () -> "delivery");
    Key key = shop.sink("warehouse").delivered().getFirst().key();
    Version version = shop.sink("warehouse").version("order_facts", key).orElseThrow();
    shop.sink("warehouse")
        .tamper("order_facts", key, version, Document.of("id", "o-1", "amount", 7));
    Browser browser = shop.show();

    browser.click(button("warehouse", "verify"));
    browser.click("dialog button.primary");
    awaitText(row("warehouse") + ".job", "Verification", "finished", "1 different", "o-1");
    assertThat(shop.asked("warehouse").bool("verify.result.equal")).isFalse();

    browser.click(button("warehouse", "verify"));
    awaitText("dialog", "cannot be taken back");
    browser.click("dialog [name='repair']");
    browser.click("dialog button.primary");
    Wait.until(
        () -> shop.sink("warehouse").rows("order_facts").getFirst().integer("amount") == 5,
        () -> "the row is repaired");
    awaitText(row("warehouse") + ".job", "1 repaired");
  }
}
