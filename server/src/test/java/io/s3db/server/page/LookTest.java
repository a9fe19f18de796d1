package io.s3db.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

/** Every state at once, from a fake daemon: pictures, barriers, and the way by keyboard. */
class LookTest {
  private Browser browser;
  private FakeDaemon daemon;

  @RegisterExtension
  private final BeforeEachCallback needed = context -> browser = Shop.browser(context);

  @BeforeEach
  void open() throws Exception {
    daemon = FakeDaemon.start();
    browser.size(1280, 900);
    browser.open(daemon.uri().toString());
    Wait.until(() -> browser.all(".destination").size() == 5, () -> "destinations");
  }

  @AfterEach
  void close() {
    if (daemon != null) {
      List<String> complaints = browser.complaints(_ -> false);
      browser.scheme("light");
      browser.open("about:blank");
      daemon.close();
      assertThat(complaints).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"light, 1280", "light, 320", "dark, 1280", "dark, 320"})
  void itFitsAndNothingIsInAnybodysWay(String scheme, int width) {
    browser.scheme(scheme);
    browser.size(width, 900);
    browser.picture("page-" + scheme + "-" + width);
    browser.size(width, 900);
    browser.type("#record-id", "o-17");
    browser.click("button[value='preview']");
    Wait.until(() -> browser.text("#record-result").contains("failed"), () -> "the preview");
    browser.click("button[value='explain']");
    Wait.until(() -> browser.text("#record-result").contains("In the source now"), () -> "journey");
    browser.click(".letters summary");
    browser.click("details.more summary");

    assertThat(browser.barriers()).as("axe").isEmpty();
    browser.picture("journey-" + scheme + "-" + width);
    assertThat(browser.run("return document.documentElement.scrollWidth - innerWidth"))
        .as("what sticks out at the right")
        .isEqualTo(0L);

    browser.size(width, 900);
    browser.click("[data-do='verify'][data-replicator='warehouse']");
    assertThat(browser.barriers()).as("axe, with a dialog").isEmpty();
    browser.press(Keys.ESCAPE);
    Wait.until(() -> browser.all("dialog").isEmpty(), () -> "the dialog is closed");
    assertThat(browser.focus()).isEqualTo("verify");
  }

  @Test
  void everythingIsReachedByKeyboardWithTheFocusInSight() {
    browser.run("document.activeElement.blur(); window.scrollTo(0, 0)");
    List<String> way = new ArrayList<>();
    for (int i = 0; i < 90 && !way.contains("tail-text"); i++) {
      browser.press(Keys.TAB);
      way.add(browser.focus());
      assertThat(
              browser.run(
                  "return getComputedStyle(document.activeElement).outlineStyle !== 'none'"
                      + " || document.activeElement.matches('.skip')"))
          .as("the focus can be seen on " + way.getLast())
          .isEqualTo(true);
    }
    assertThat(way.getFirst()).isEqualTo("Skip to the content");
    assertThat(way)
        .containsSubsequence(
            "sign-out",
            "pause",
            "sync",
            "verify",
            "resume",
            "letters-replicator",
            "redrive-one",
            "record-resource",
            "record-id",
            "tail-pause",
            "tail-replicator",
            "tail-text");
  }

  @Test
  void anUpdateKeepsTheFocusAndWhatIsOpen() {
    browser.click("[data-key='warehouse'] details.more summary");
    browser.run(
        "document.querySelector('[data-do=pause]').focus(); window.polls = 0;new"
            + " PerformanceObserver(l => window.polls += l.getEntries().filter(e =>"
            + " e.name.endsWith('/jobs')).length).observe({ type: 'resource' })");

    Wait.until(() -> ((Number) browser.run("return window.polls")).intValue() >= 2, () -> "polls");

    assertThat(browser.focus()).isEqualTo("pause");
    assertThat(browser.run("return document.querySelector('details.more').open")).isEqualTo(true);
  }
}
