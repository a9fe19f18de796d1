package io.s3db.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TailPageTest {
  @RegisterExtension private final Shop shop = Shop.open();

  private Browser showLive() {
    Browser browser = shop.show();
    Wait.until(() -> browser.text("#tail-status").contains("live"), () -> "the tail is live");
    return browser;
  }

  private void awaitTail(String text) {
    Wait.until(() -> shop.browser().text("#tail-list").contains(text), () -> "the tail: " + text);
  }

  @Test
  void whatHappensIsShownAndNothingOfItIsMarkup() {
    Browser browser = showLive();
    assertThat(browser.text("#tail-list")).contains("Nothing has happened");

    shop.order(Shop.HOSTILE, 5);

    awaitTail("orders/" + Shop.HOSTILE);
    awaitTail("dead lettered");
    assertThat(browser.run("return document.querySelectorAll('#tail img').length")).isEqualTo(0L);
  }

  @Test
  void itIsHeldStillAndGoesOnWithoutLoss() {
    Browser browser = showLive();
    browser.click("#tail-pause");
    shop.order("o-1", 5);
    shop.order("o-held", 5);
    Wait.until(() -> shop.sink("warehouse").delivered().size() == 2, () -> "deliveries");
    assertThat(browser.text("#tail-list")).doesNotContain("o-held");

    browser.click("#tail-pause");
    awaitTail("orders/o-1");
    awaitTail("orders/o-held");
    browser.click("[data-do='tail-clear']");
    assertThat(browser.text("#tail-list")).doesNotContain("o-held");
  }

  @Test
  void itIsFilteredByDestinationKindAndText() {
    Browser browser = showLive();
    browser.choose("#tail-replicator", "backup");
    Wait.until(() -> browser.text("#tail-status").contains("live"), () -> "live again");
    shop.order("o-1", 5);
    shop.order("o-2", 5);
    awaitTail("orders/o-1");
    awaitTail("orders/o-2");
    assertThat(browser.text("#tail-list")).doesNotContain("warehouse", "fraud");

    browser.type("#tail-text", "O-2");
    Wait.until(
        () -> !browser.text("#tail-list").contains("orders/o-1"), () -> "only what holds the text");
    awaitTail("orders/o-2");
  }
}
