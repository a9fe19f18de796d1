package io.s3db.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConnectionPageTest {
  @RegisterExtension private final Shop shop = Shop.open();

  @Test
  void aLostConnectionIsSaidAndFoundAgain() {
    shop.expectOffline();
    Browser browser = shop.show();

    browser.offline(true);
    Wait.until(() -> browser.text("#lost").contains("does not answer"), () -> "the banner");
    assertThat(browser.text("#as-of")).contains("What is shown is from");
    assertThat(browser.all(".destination")).hasSize(3);

    browser.offline(false);
    browser.click("[data-do='try-now']");
    Wait.until(() -> browser.all("#lost").isEmpty(), () -> "the banner is gone");
    Wait.until(() -> browser.text("#tail-status").contains("live"), () -> "the tail is live again");
    shop.order("o-1", 5);
    Wait.until(() -> browser.text("#tail-list").contains("orders/o-1"), () -> "events again");
  }
}
