package io.s3db.server.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Chromium without a window, and what a person does in it. */
final class Browser implements AutoCloseable {
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");
  private final ChromeDriver driver;

  private Browser(ChromeDriver driver) {
    this.driver = driver;
  }

  /** The programs on this machine, if both are here. */
  static Optional<Browser> find() {
    Optional<Path> browser = program("chromium", "chromium-browser", "google-chrome");
    Optional<Path> control = program("chromedriver");
    if (browser.isEmpty() || control.isEmpty()) {
      return Optional.empty();
    }
    ChromeOptions options = new ChromeOptions();
    options.setBinary(browser.get().toFile());
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-dev-shm-usage",
        "--hide-scrollbars",
        "--force-device-scale-factor=1",
        "--window-size=1280,900");
    LoggingPreferences logging = new LoggingPreferences();
    logging.enable(LogType.BROWSER, Level.ALL);
    options.setCapability(ChromeOptions.LOGGING_PREFS, logging);
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(control.get().toFile())
            .usingAnyFreePort()
            .build();
    return Optional.of(new Browser(new ChromeDriver(service, options)));
  }

  private static Optional<Path> program(String... names) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .flatMap(folder -> Arrays.stream(names).map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  void clearCookies() {
    driver.manage().deleteAllCookies();
  }

  void open(String address) {
    driver.get(address);
  }

  /** As wide as a phone, or a desk. */
  void size(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** Light, or dark. */
  void scheme(String scheme) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** The network, cut or whole. */
  void offline(boolean cut) {
    driver.executeCdpCommand("Network.enable", Map.of());
    driver.executeCdpCommand(
        "Network.emulateNetworkConditions",
        Map.of("offline", cut, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
  }

  /** What is there and can be seen. */
  List<WebElement> all(String css) {
    return driver.findElements(By.cssSelector(css)).stream()
        .filter(WebElement::isDisplayed)
        .toList();
  }

  boolean has(String css) {
    return !driver.findElements(By.cssSelector(css)).isEmpty();
  }

  /** The text of what can be seen; empty if there is nothing. */
  String text(String css) {
    try {
      return String.join(" ", all(css).stream().map(WebElement::getText).toList());
    } catch (StaleElementReferenceException _) {
      return "";
    }
  }

  void click(String css) {
    Wait.until(
        () -> {
          try {
            List<WebElement> found = all(css);
            if (found.isEmpty()) {
              return false;
            }
            driver.executeScript("arguments[0].scrollIntoView({block:'center'})", found.getFirst());
            found.getFirst().click();
            return true;
          } catch (StaleElementReferenceException _) {
            return false;
          }
        },
        () -> "nothing to click at " + css);
  }

  void type(String css, String text) {
    WebElement field = driver.findElement(By.cssSelector(css));
    field.clear();
    field.sendKeys(text);
  }

  void choose(String css, String value) {
    click(css);
    driver.findElement(By.cssSelector(css + " option[value='" + value + "']")).click();
  }

  void press(Keys... keys) {
    new Actions(driver).sendKeys(keys).perform();
  }

  /** What a script of the page would see. */
  Object run(String script, Object... arguments) {
    return driver.executeScript(script, arguments);
  }

  /** What has the focus, by its id, its action, or its text. */
  String focus() {
    return String.valueOf(
        run(
            "const e = document.activeElement;return e.id || e.dataset.do || (e.textContent ||"
                + " e.tagName).trim().slice(0, 40)"));
  }

  /** What the browser complained of since the last time, but for what a test provoked. */
  List<String> complaints(Function<String, Boolean> expected) {
    List<String> found = new ArrayList<>();
    for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
      if (entry.getLevel().intValue() >= Level.WARNING.intValue()
          && !expected.apply(entry.getMessage())) {
        found.add(entry.getMessage());
      }
    }
    return found;
  }

  /** The whole page as a picture. */
  Path picture(String name) {
    Number height = (Number) run("return document.documentElement.scrollHeight");
    Number width = (Number) run("return window.innerWidth");
    size(width.intValue(), Math.min(height.intValue(), 8_000));
    try {
      Files.createDirectories(SCREENSHOTS);
      return Files.write(
          SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What axe-core finds wrong, a line for each element. */
  @SuppressWarnings("unchecked") // a list of texts, as the script makes it
  List<String> barriers() {
    driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(60));
    run(axe());
    return (List<String>)
        driver.executeAsyncScript(
            "const done = arguments[arguments.length - 1];"
                + "axe.run(document, { resultTypes: ['violations'] }).then(r =>"
                + " done(r.violations.flatMap(v => v.nodes.map(n =>"
                + " v.id + ': ' + n.target.join(' ') + ': ' + n.failureSummary))),"
                + " e => done(['axe: ' + e]));");
  }

  private static String axe() {
    try (InputStream in = Browser.class.getResourceAsStream("axe.min.js")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    driver.quit();
  }
}
