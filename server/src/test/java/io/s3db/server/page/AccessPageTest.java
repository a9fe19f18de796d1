package io.s3db.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AccessPageTest {
  private static final String TOKEN = "full-0123456789abcdef0123456789";
  private static final String READ_TOKEN = "read-0123456789abcdef0123456789";
  @RegisterExtension private final Shop shop = Shop.locked(TOKEN, READ_TOKEN);

  @AfterEach
  void forgetTheSession() {
    shop.browser().clearCookies();
  }

  private Browser signIn(String token) {
    Browser browser = shop.browser();
    browser.size(1280, 900);
    browser.open(shop.server().uri("/").toString());
    Wait.until(() -> !browser.all("#token").isEmpty(), () -> "the form");
    browser.type("#token", token);
    browser.click("#login-form button");
    return browser;
  }

  @Test
  void aWrongTokenIsRefusedWithASuggestionAndARightOneOpensThePage() {
    shop.expectStatus(401);
    Browser browser = signIn("wrong-0123456789abcdef");
    Wait.until(() -> !browser.text("#login-trouble").isEmpty(), () -> "the refusal");
    assertThat(browser.text("#login-trouble")).contains("UNAUTHENTICATED");
    assertThat(browser.all(".destination")).isEmpty();

    browser.type("#token", TOKEN);
    browser.click("#login-form button");
    Wait.until(() -> browser.all(".destination").size() == 3, () -> "the page");
    assertThat(browser.run("return document.cookie")).isEqualTo("");
    assertThat(browser.all("[data-do='pause']")).hasSize(3);

    browser.click("[data-do='sign-out']");
    Wait.until(() -> !browser.all("#token").isEmpty(), () -> "the form again");
    assertThat(browser.text("#login-why")).isEqualTo("You are signed out.");
    browser.open(shop.server().uri("/").toString());
    Wait.until(() -> !browser.all("#token").isEmpty(), () -> "the session is over");
  }

  @Test
  void whoMayOnlyReadSeesNoButtonsThatChangeSomething() {
    shop.sink("fraud").faults().refuse();
    Browser browser = signIn(READ_TOKEN);
    Wait.until(() -> browser.all(".destination").size() == 3, () -> "the page");
    assertThat(browser.text("#who")).contains("Read only");

    for (String action :
        "pause resume enable disable sync verify cancel-job redrive-one redrive-selected redrive-all select purge"
            .split(" ")) {
      assertThat(browser.has("[data-do='" + action + "']")).as(action).isFalse();
    }
    assertThat(browser.all("button[value='preview']")).hasSize(1);
  }

  @Test
  void anEndedSessionAsksForTheTokenAgain() {
    shop.expectStatus(401);
    Browser browser = signIn(TOKEN);
    Wait.until(() -> browser.all(".destination").size() == 3, () -> "the page");

    browser.clearCookies();

    Wait.until(() -> !browser.all("#token").isEmpty(), () -> "the form");
    assertThat(browser.text("#login-why")).contains("The session has ended.");
  }
}
