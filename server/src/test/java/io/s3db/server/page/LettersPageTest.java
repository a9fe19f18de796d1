package io.s3db.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LettersPageTest {
  @RegisterExtension private final Shop shop = Shop.open();

  private Browser showTwo() {
    shop.order("o-2", 5);
    shop.order(Shop.HOSTILE, 6);
    shop.awaitLetters(2);
    Browser browser = shop.show();
    Wait.until(() -> browser.all(".letters > tbody > tr").size() == 2, () -> "two letters");
    return browser;
  }

  @Test
  void theyAreShownAndAHostileIdIsJustAnOddName() {
    Browser browser = showTwo();

    assertThat(browser.text(".letters"))
        .contains("orders/o-2", "23502", "record o-2 is refused", "orders/" + Shop.HOSTILE);
    browser.click(".letters tbody tr:last-child summary");
    assertThat(browser.text(".letters .fields")).contains("userId", Shop.HOSTILE_NAME);
    assertThat(
            browser.run(
                "return document.querySelectorAll('main img, main b').length + (window.hurt || 0)"))
        .isEqualTo(0L);
  }

  @Test
  void oneIsRedriven() {
    Browser browser = showTwo();
    shop.sink("backup").faults().acceptAll();

    browser.click("button[aria-label='Redrive orders/o-2 to backup']");

    shop.awaitLetters(1);
    Wait.until(() -> browser.all(".letters > tbody > tr").size() == 1, () -> "one letter is left");
    Wait.until(() -> browser.text("#letter-jobs").contains("1 redriven"), () -> "the result");
    assertThat(shop.sink("backup").rows("orders")).hasSize(1);
  }

  @Test
  void theSelectedOnesAreRedrivenAndWhatIsRefusedAgainSaysWhy() {
    Browser browser = showTwo();
    shop.sink("backup").faults().accept("o-2");

    browser.click("[data-do='select-all']");
    Wait.until(() -> browser.text("#letter-buttons").contains("selected (2)"), () -> "2 selected");
    browser.click("[data-do='redrive-selected']");

    shop.awaitLetters(1);
    Wait.until(
        () -> browser.text("#letter-jobs").contains("1 redriven, 1 refused"), () -> "the result");
    browser.click("#letter-jobs summary");
    assertThat(browser.text("#letter-jobs")).contains("is refused");
  }

  @Test
  void allAreRedrivenAfterAQuestion() {
    Browser browser = showTwo();
    shop.sink("backup").faults().acceptAll();

    browser.choose("#letters-replicator", "backup");
    browser.click("[data-do='redrive-all']");
    assertThat(browser.text("dialog")).contains("Redrive all of backup?", "2 dead letters");
    assertThat(shop.status("backup").deadLetters()).isEqualTo(2);
    browser.click("dialog button.danger");

    shop.awaitLetters(0);
    Wait.until(() -> browser.text("#letter-list").contains("Nothing was refused"), () -> "empty");
    assertThat(shop.sink("backup").rows("orders")).hasSize(2);
  }

  @Test
  void thoseOfAnotherDestinationAreNotShown() {
    Browser browser = showTwo();

    browser.choose("#letters-replicator", "fraud");
    Wait.until(
        () -> browser.text("#letter-list").contains("No dead letter fits"), () -> "none of fraud");
    browser.click("[data-do='show-letters'][data-replicator='backup']");
    Wait.until(() -> browser.all(".letters > tbody > tr").size() == 2, () -> "two of backup");
  }
}
