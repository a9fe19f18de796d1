package io.s3db.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import io.s3db.replicator.spi.Rejection;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Buttons that are there only when something is wrong. */
class ButtonsPageTest {
  @RegisterExtension private final Shop shop = Shop.open();

  private static String button(String replicator, String action) {
    return "button[data-do='" + action + "'][data-replicator='" + replicator + "']";
  }

  @Test
  void aDestinationThatStalledIsStartedAgain() {
    shop.sink("warehouse")
        .faults()
        .failAlways(
            () -> {
              throw new IllegalStateException("a bug in the driver");
            });
    shop.order("o-1", 5);
    shop.awaitState("warehouse", "stalled");
    Browser browser = shop.show();
    Wait.until(
        () -> browser.text(button("warehouse", "resume")).equals("Start again"),
        () -> "the button that fits");
    assertThat(browser.text("#verdict")).contains("warehouse");
    shop.sink("warehouse").faults().mend();

    browser.click(button("warehouse", "resume"));

    shop.awaitState("warehouse", "running");
    Wait.until(
        () ->
            shop.sink("warehouse")
                .rows("order_facts")
                .equals(java.util.List.of(Document.of("id", "o-1", "amount", 5.0))),
        () -> "the row at the destination");
    Wait.until(
        () -> browser.has(button("warehouse", "pause")), () -> "the button of one that runs");
  }

  @Test
  void moreLettersAreShownWhenAsked() {
    for (int i = 0; i < 60; i++) {
      shop.sink("backup").faults().refuse("m-" + i, Rejection.Kind.PERMANENT, "23502");
    }
    for (int i = 0; i < 60; i++) {
      shop.order("m-" + i, i);
      for (int j = 0; j < 4; j++) {
        shop.order("g-" + i + "-" + j, i); // refused one by one, and not all there is
      }
    }
    shop.awaitLetters(60);
    Browser browser = shop.show();
    Wait.until(() -> browser.all(".letters > tbody > tr").size() == 50, () -> "the first page");

    browser.click("[data-do='more-letters']");

    Wait.until(() -> browser.all(".letters > tbody > tr").size() == 60, () -> "all of them");
    Wait.until(() -> !browser.has("[data-do='more-letters']"), () -> "there are no more");
    shop.sink("backup").faults().acceptAll();
    browser.click("[data-do='select-all']");
    browser.click("[data-do='redrive-selected']");
    shop.awaitLetters(0);
    assertThat(shop.sink("backup").rows("orders")).hasSize(300);
  }

  @Test
  void aComplaintStaysUntilItIsDismissed() {
    Browser browser = shop.show();
    browser.run(
        """
        const real = window.fetch;
        const error = { code: 'INTERNAL', message: 'It failed.', suggestion: null, reference: 'ab12' };
        window.fetch = (url, options) => String(url).endsWith('/pause')
          ? Promise.resolve(new Response(JSON.stringify({ error }), { status: 500, headers: { 'Content-Type': 'application/json' } }))
          : real(url, options);
        """);
    browser.click(button("fraud", "pause"));
    Wait.until(() -> browser.has("#alerts .notice"), () -> "the complaint");
    assertThat(browser.text("#alerts")).contains("It failed.", "INTERNAL", "ab12");
    assertThat(shop.asked("fraud").text("state")).isEqualTo("running");

    browser.click("[data-do='dismiss']");

    Wait.until(() -> browser.all("#alerts .notice").isEmpty(), () -> "it is gone");
    assertThat(browser.run("return document.activeElement.id")).isEqualTo("main");
  }

  @Test
  void aVerificationOfEventsTellsWhatBecameOfThem() {
    shop.order("o-1", 5);
    Wait.until(() -> shop.sink("fraud").delivered().size() == 1, () -> "delivery");
    Browser browser = shop.show();

    browser.click(button("fraud", "verify"));
    browser.click("dialog button.primary");

    String job = "[data-key='fraud'] .job";
    Wait.until(
        () -> browser.has(job) && browser.text(job).contains("orders: 1 accepted"),
        () -> "what was accepted");
    assertThat(browser.text(job)).contains("finished", "What cannot be known");
  }

  @Test
  void writesOfTheSourceAreShown() {
    shop.order("o-1", 5);
    shop.server().json("PATCH", "/api/v1/resources/orders/o-1", Map.of("total", 6));
    Browser browser = shop.show();

    Wait.until(() -> browser.text("#source [data-key='Writes']").contains("2"), () -> "two writes");
  }
}
