package dev.ecomllm.eval.report;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ecomllm.eval.dataset.JsonLines;
import dev.ecomllm.eval.metric.Resampling;
import dev.ecomllm.eval.score.ClassifyEvaluation;
import dev.ecomllm.taxonomy.Category;
import dev.ecomllm.taxonomy.Taxonomy;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page in a real browser: {@code mvn -Pbrowser test -pl ecom-llm-eval -am
 * -Dtest=ReportBrowserTest}, or with {@code ECOM_LLM_CHROMIUM} naming the browser's command.
 * Screenshots stay in {@code target/screenshots}.
 */
class ReportBrowserTest {

  private static final String BROWSER = System.getenv().getOrDefault("ECOM_LLM_CHROMIUM", "");
  private static final String LIGHT = "--blink-settings=preferredColorScheme=1";
  private static final String DARK = "--blink-settings=preferredColorScheme=0";

  @TempDir Path folder;

  @BeforeEach
  void write() throws IOException {
    assumeTrue(!BROWSER.isEmpty(), "ECOM_LLM_CHROMIUM is not set");
    Random random = new Random(7);
    List<Category> categories = Taxonomy.google().categories();
    List<String> gold = new ArrayList<>();
    List<String> predictions = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      Category right = categories.get(random.nextInt(categories.size()));
      Category said =
          random.nextInt(4) == 0 ? categories.get(random.nextInt(categories.size())) : right;
      gold.add(
          "{\"id\":\"%d\",\"title\":\"%s %d\",\"category\":%d}"
              .formatted(i, "Unbreakable".repeat(20), i, right.id()));
      predictions.add(
          "{\"id\":\"%d\",\"categoryId\":%d,\"confidence\":%.3f,\"trace\":{\"prompt\":\"[CLASSIFY]\",\"reply\":\"%s\",\"millis\":%d,\"promptTokens\":%d}}"
              .formatted(
                  i,
                  said.id(),
                  random.nextDouble(),
                  said.path(),
                  20 + random.nextInt(300),
                  100 + random.nextInt(50)));
    }
    Path goldFile = Files.write(folder.resolve("gold.jsonl"), gold);
    Path predictionFile = Files.write(folder.resolve("predictions.jsonl"), predictions);
    Report.of(
            ClassifyEvaluation.of(
                goldFile, predictionFile, Taxonomy.google(), new Resampling(50, 1, 0.95)))
        .withAbout(Map.of("Model", "made up"))
        .withRows(goldFile, predictionFile)
        .write(folder);
    try (InputStream audit = requireNonNull(getClass().getResourceAsStream("audit.html"))) {
      Files.copy(audit, folder.resolve("audit.html"));
    }
  }

  @Test
  void fitsAPhoneAndCanBeReadByAll() throws Exception {
    for (String scheme : List.of(LIGHT, DARK)) {
      JsonNode found = audit(scheme);

      assertThat(found.path("width").asInt()).as("width on a phone").isLessThanOrEqualTo(390);
      assertThat(found.path("contrast").asDouble())
          .as("contrast of " + found.path("faint").asText())
          .isGreaterThanOrEqualTo(4.5);
      assertThat(found.path("oneTitle").asBoolean()).as("order of headings").isTrue();
      assertThat(found.path("tables").asInt()).isGreaterThan(10);
      assertThat(found.path("plots").asInt()).isEqualTo(4);
      assertThat(found.path("foldable").asInt()).isGreaterThan(100);
      assertThat(found.path("language").asText()).isEqualTo("en");
      for (String none :
          List.of(
              "tablesWithoutCaption",
              "headsWithoutScope",
              "plotsWithoutText",
              "scrollersWithoutKeyboard",
              "foldedWithoutSummary",
              "requests")) {
        assertThat(found.path(none).asInt(-1)).as(none).isZero();
      }
    }
  }

  @Test
  void isDrawnInLightAndDark() throws Exception {
    BufferedImage light = screenshot("light", "1200,3000", LIGHT);
    BufferedImage dark = screenshot("dark", "1200,3000", DARK);
    BufferedImage phone = screenshot("phone", "390,3000", LIGHT);

    assertThat(brightness(light)).isGreaterThan(230);
    assertThat(brightness(dark)).isLessThan(60);
    assertThat(phone.getWidth()).isEqualTo(390);
    assertThat(colours(light)).isGreaterThan(20);
    assertThat(colours(dark)).isGreaterThan(20);
  }

  private JsonNode audit(String scheme) throws Exception {
    Path out = folder.resolve("audit.txt");
    run(
        ProcessBuilder.Redirect.to(out.toFile()),
        scheme,
        "--allow-file-access-from-files",
        "--virtual-time-budget=10000",
        "--dump-dom",
        folder.resolve("audit.html").toUri().toString());
    String dom = Files.readString(out, StandardCharsets.UTF_8);
    String found = dom.substring(dom.indexOf("<pre id=\"found\">") + 16);
    String json = found.substring(0, found.indexOf("</pre>"));
    return JsonLines.MAPPER.readTree(
        json.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"));
  }

  private BufferedImage screenshot(String name, String size, String scheme) throws Exception {
    Path shots = Files.createDirectories(Path.of("target/screenshots")).toAbsolutePath();
    Path shot = shots.resolve("report-" + name + ".png");
    run(
        ProcessBuilder.Redirect.DISCARD,
        scheme,
        "--window-size=" + size,
        "--hide-scrollbars",
        "--screenshot=" + shot,
        folder.resolve("report.html").toUri().toString());
    return ImageIO.read(shot.toFile());
  }

  private void run(ProcessBuilder.Redirect out, String... options) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                BROWSER,
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--user-data-dir=" + folder.resolve("profile")));
    command.addAll(List.of(options));
    Process browser =
        new ProcessBuilder(command)
            .redirectOutput(out)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(browser.waitFor(2, TimeUnit.MINUTES)).as("the browser ends").isTrue();
    assertThat(browser.exitValue()).isZero();
  }

  private static int brightness(BufferedImage image) {
    int rgb = image.getRGB(1, 1);
    return ((rgb >> 16 & 255) + (rgb >> 8 & 255) + (rgb & 255)) / 3;
  }

  private static int colours(BufferedImage image) {
    Set<Integer> colours = new HashSet<>();
    for (int y = 0; y < image.getHeight(); y += 3) {
      for (int x = 0; x < image.getWidth(); x++) {
        colours.add(image.getRGB(x, y));
      }
    }
    return colours.size();
  }
}
