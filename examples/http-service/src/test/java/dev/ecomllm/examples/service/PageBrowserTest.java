package dev.ecomllm.examples.service;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The page in a real browser, on the real service: {@code mvn -Pbrowser test -pl
 * examples/http-service -am -Dtest=PageBrowserTest}, or with {@code ECOM_LLM_CHROMIUM} naming the
 * browser's command. Screenshots stay in {@code target/screenshots}.
 */
class PageBrowserTest {

  private static final String BROWSER = System.getenv().getOrDefault("ECOM_LLM_CHROMIUM", "");

  private static Playwright playwright;
  private static Browser browser;
  private static RunningService service;
  private Page page;
  private final List<String> wrong = new ArrayList<>();

  @BeforeAll
  static void open() {
    assumeTrue(!BROWSER.isEmpty(), "ECOM_LLM_CHROMIUM is not set");
    service = RunningService.start("--ecomllm.rate=0", "--ecomllm.words-only=true");
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(
                        BROWSER.contains("/") ? Path.of(BROWSER) : Path.of("/usr/bin", BROWSER))
                    .setArgs(
                        List.of(
                            "--no-sandbox", "--disable-gpu", "--disable-background-networking")));
  }

  @AfterAll
  static void close() {
    if (playwright != null) {
      playwright.close();
      service.close();
    }
  }

  @BeforeEach
  void visit() {
    page = visit(1280, ColorScheme.LIGHT);
  }

  @AfterEach
  void leave() {
    page.context().close();
    assertThat(wrong).as("scripts that broke, and what the policy refused").isEmpty();
  }

  private Page visit(int width, ColorScheme scheme) {
    Page opened =
        browser
            .newContext(
                new Browser.NewContextOptions().setViewportSize(width, 900).setColorScheme(scheme))
            .newPage();
    opened.onPageError(wrong::add);
    opened.onConsoleMessage(
        message -> {
          if (message.text().contains("Content Security Policy")) {
            wrong.add(message.text());
          }
        });
    opened.navigate(service.uri("/").toString());
    return opened;
  }

  @Test
  void showsCategoryAttributesAndAnswers() {
    example("Headphones");

    assertThat(page.locator(".chosen")).hasText("Headphones");
    assertThat(page.locator(".crumbs li").first()).hasText("Electronics");
    assertThat(page.locator(".decision strong")).not().isEmpty();
    assertThat(page.locator("#category .by")).containsText("by the embedded engine in");
    assertThat(page.locator(".ranked li").nth(1)).containsText("%");

    Locator colour = page.locator(".attribute").filter(has("Black"));
    colour.hover();
    assertThat(page.locator("mark.lit")).hasText("Black");

    ask("How many microphones do the over-ear headphones have?");
    assertThat(page.locator(".answer")).containsText("eight microphones");
    page.locator(".citation").first().hover();
    assertThat(page.locator(".passage.lit")).containsText("eight microphones");
    shot("light");

    ask("And what does it weigh?");
    assertThat(page.locator(".turn")).hasCount(2);
  }

  @Test
  void answersFromPassagesOfOnesOwn() {
    page.getByLabel("Title").fill("Kettle");
    page.locator("#ask summary").click();
    page.getByLabel("Passages, one a line").fill("It holds 1.7 litres.\nThe cord is 75 cm long.");
    ask("How long is the cord?");

    assertThat(page.locator(".turn")).containsText("The cord is 75 cm long.");
  }

  @Test
  void sendsWhatWasSaidBefore() {
    List<String> sent = new ArrayList<>();
    page.onRequest(request -> sent.add(String.valueOf(request.postData())));
    page.getByLabel("Title").fill("Kettle, 1.7 litres");
    ask("How much does it hold?");
    assertThat(page.locator(".turn")).hasCount(1);
    ask("In litres?");
    assertThat(page.locator(".turn")).hasCount(2);

    assertThat(sent.get(sent.size() - 1))
        .contains("\"history\":[{\"question\":\"How much does it hold?\"");
  }

  @Test
  void countsDownAfterTooManyRequests() {
    refuse("**/classify", 429, "the limit of this key", "2");
    example("Dog food");

    Locator alert = page.getByRole(AriaRole.ALERT);
    assertThat(alert).containsText("Too many requests");
    assertThat(alert).containsText("the limit of this key");
    Locator again = page.locator(".problem button");
    assertThat(again).isDisabled();
    page.unroute("**/classify");
    assertThat(again).isEnabled();
    again.click();
    assertThat(page.locator(".chosen")).not().isEmpty();
  }

  @Test
  void saysWhatToDoWhenTheServiceIsGone() {
    page.route("**/classify", Route::abort);
    example("Dog food");
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("Check that it runs");
    page.unroute("**/classify");
    refuse("**/classify", 503, "no model", "0");
    page.locator(".problem button").click();
    assertThat(page.getByRole(AriaRole.ALERT)).containsText("The model server is away");
  }

  @Test
  void asksForAKeyAndGoesOn() {
    try (RunningService closed =
        RunningService.start(
            "--ecomllm.words-only=true", "--ecomllm.keys=shop:secret-key-123456")) {
      page.navigate(closed.uri("/").toString());
      assertThat(page.locator("#key")).isHidden();
      example("Dog food");
      assertThat(page.locator("#key-value")).isFocused();
      page.keyboard().type("secret-key-123456");
      page.keyboard().press("Enter");

      assertThat(page.locator(".chosen")).not().isEmpty();
      assertThat(page.locator("#key")).isHidden();
    }
  }

  @Test
  void showsHostileTextAsText() {
    String hostile =
        "<img src=x onerror=\"document.title='broken'\"><b>Black</b> \u202Eevil\u202C mug";
    page.getByLabel("Title").fill(hostile);
    page.getByLabel("Description")
        .fill("<script>document.title='broken'</script> " + "x".repeat(90_000));
    page.route(
        "**/classify",
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setContentType("application/json")
                    .setBody(
                        "{\"category\":\"<img src=x onerror=alert(1)> > \\u202Ecod\",\"decision\":\"REVIEW\",\"alternatives\":[],"
                            + "\"answeredBy\":\"<i>me</i>\",\"milliseconds\":1}")));
    page.route(
        "**/extract",
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setContentType("application/json")
                    .setBody(
                        "{\"attributes\":{\"<u>color</u>\":{\"value\":\"<b>Black</b>\",\"evidence\":\"Black\",\"field\":\"title\","
                            + "\"start\":0,\"end\":9000000,\"support\":\"STATED\"}},\"answeredBy\":\"x\",\"milliseconds\":1}")));
    page.locator("#product .primary").click();

    assertThat(page.locator(".attribute .value")).hasText("<b>Black</b>");
    assertThat(page.locator(".evidence .title")).containsText("<img src=x");
    assertThat(page.locator("mark")).hasText("Black");
    assertThat(page.locator("main img, main script, main b, main i, main u")).hasCount(0);
    assertThat(page.title()).doesNotContain("broken");
    assertThat(overflow(page)).isZero();
  }

  @Test
  void worksByKeyboardAlone() {
    page.getByLabel("Title").focus();
    page.keyboard().type("Cordless drill, 18 V, 2 kg");
    page.keyboard().press("Enter");
    assertThat(page.locator(".attribute").first()).isVisible();
    for (int i = 0; i < 40 && page.locator(".attribute:focus").count() == 0; i++) {
      page.keyboard().press("Tab");
    }
    assertThat(page.locator("mark.lit")).hasCount(1);
    page.keyboard().press("Enter");
    assertThat(page.locator(".attribute:focus")).hasAttribute("aria-pressed", "true");
    page.keyboard().press("Escape");
    assertThat(page.locator("mark.lit")).hasCount(0);
  }

  @Test
  void typingEndsWhatIsUnderWay() {
    List<String> failed = new ArrayList<>();
    page.onRequestFailed(request -> failed.add(request.url()));
    page.route("**/classify", route -> {}); // no answer ever
    example("Dog food");
    assertThat(page.locator("#category")).hasAttribute("aria-busy", "true");
    page.getByLabel("Title").fill("Something else");

    assertThat(page.locator("#category")).hasAttribute("aria-busy", "false");
    assertThat(page.locator("#stale")).isVisible();
    assertThat(failed).hasSize(1);
    assertThat(page.getByRole(AriaRole.ALERT)).hasCount(0);
  }

  @Test
  void fitsAPhoneInLightAndDark() {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      page.context().close();
      page = visit(360, scheme);
      example("Hiking jacket");
      ask("Is it waterproof?");
      assertThat(page.locator(".turn")).hasCount(1);

      assertThat(overflow(page)).isZero();
      shot("phone-" + scheme.name().toLowerCase(Locale.ROOT));
    }
  }

  private void example(String name) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name)).click();
  }

  private void ask(String question) {
    page.locator("#question").fill(question);
    page.locator("#question").press("Enter");
  }

  private void refuse(String path, int status, String detail, String wait) {
    page.route(
        path,
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setStatus(status)
                    .setHeaders(
                        Map.of("Content-Type", "application/problem+json", "Retry-After", wait))
                    .setBody("{\"title\":\"No\",\"detail\":\"%s\"}".formatted(detail))));
  }

  private static Locator.FilterOptions has(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  private static int overflow(Page page) {
    return ((Number) page.evaluate("document.documentElement.scrollWidth - innerWidth")).intValue();
  }

  private void shot(String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setFullPage(true)
            .setPath(Path.of("target/screenshots/page-" + name + ".png")));
  }
}
