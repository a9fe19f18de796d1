package io.s3db.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3db.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RecordPageTest {
  @RegisterExtension private final Shop shop = Shop.open();

  private void awaitResult(String... parts) {
    Wait.until(
        () ->
            java.util.Arrays.stream(parts)
                .allMatch(shop.browser().text("#record-result")::contains),
        () -> "the result says " + String.join(", ", parts));
  }

  @Test
  void thePreviewShowsWhatEachDestinationWouldGetOfARealRecord() {
    shop.order("o-1", 5);
    shop.order("o-minus", -5);
    Browser browser = shop.show();
    int writes = shop.sink("warehouse").batches().size();

    browser.type("#record-id", "o-1");
    browser.click("button[value='preview']");
    awaitResult("orders/o-1", "warehouse", "order_facts", "amount", "Not under its own name");

    browser.type("#record-id", "o-minus");
    browser.click("button[value='preview']");
    awaitResult("orders/o-minus", "skipped", "The transform returns null");
    assertThat(shop.sink("warehouse").batches().size()).isLessThanOrEqualTo(writes + 1);
  }

  @Test
  void aRecordThatIsMissingIsSaidToBeMissing() {
    shop.expectStatus(404);
    Browser browser = shop.show();

    browser.type("#record-id", "o-none");
    browser.click("button[value='preview']");

    awaitResult("o-none", "RECORD_NOT_FOUND");
  }

  @Test
  void theJourneyOfARecordIsATimeline() {
    shop.order("o-2", 5);
    shop.awaitLetters(1);
    shop.server().server().database().resource("orders").patch("o-2", Document.of("total", 6));
    Browser browser = shop.show();

    browser.click(".letters [data-do='explain']");

    awaitResult(
        "The journey of", "insert", "update", "warehouse", "fraud", "backup", "dead letter");
    assertThat(browser.focus()).isEqualTo("record-title");
    assertThat(browser.text("#record-result")).contains("delivered", "In the source now");
  }

  @Test
  void theTracesOfARecordAreErasedOnceItsIdIsTyped() {
    shop.order("o-2", 5);
    shop.awaitLetters(1);
    Browser browser = shop.show();
    browser.type("#record-id", "o-2");

    browser.click("[data-do='purge']");
    assertThat(browser.text("dialog")).contains("This cannot be taken back.");
    browser.type("dialog [name='typed']", "o-3");
    browser.click("dialog button.danger");
    Wait.until(() -> browser.text("dialog").contains("That is not the id."), () -> "a refusal");
    assertThat(shop.status("backup").deadLetters()).isEqualTo(1);

    browser.type("dialog [name='typed']", "o-2");
    browser.click("dialog [name='existing']");
    browser.click("dialog button.danger");
    awaitResult("What was erased of", "1 dead letter");
    shop.awaitLetters(0);
  }
}
