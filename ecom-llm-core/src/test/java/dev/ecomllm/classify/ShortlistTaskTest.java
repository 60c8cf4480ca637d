package dev.ecomllm.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.ecomllm.client.ModelReply;
import dev.ecomllm.client.ModelRequest;
import dev.ecomllm.client.TokenLogprobs;
import dev.ecomllm.error.InvalidOutputException;
import dev.ecomllm.product.Product;
import dev.ecomllm.taxonomy.Category;
import dev.ecomllm.taxonomy.Taxonomy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShortlistTaskTest {

  private static final Taxonomy TREE = Taxonomy.google();
  private static final Product PRODUCT =
      Product.of("sku-1", "Apple MacBook Pro 14-inch M3 Pro chip 18GB RAM")
          .withBrand("Apple")
          .withDescription("A laptop for work.\nSpace black.");
  private static final Shortlist SHORTLIST =
      Shortlist.of(PRODUCT, List.of(TREE.require(328), TREE.require(222), TREE.require(325)));

  private final ShortlistTask task = new ShortlistTask(TREE.identity(), 1_500);

  @Test
  void thePromptIsTheGoldenOne() {
    assertThat(task.ask(SHORTLIST).prompt().messages().get(0).text())
        .isEqualTo(golden("shortlist.golden.txt"));
  }

  @Test
  void oneTokenUnderAConstraintThatDependsOnTheNumberAlone() {
    ModelRequest request = task.ask(SHORTLIST);
    Shortlist other = Shortlist.of(Product.of("x", "Duck"), TREE.categories().subList(50, 53));

    assertThat(request.maxTokens()).isEqualTo(1);
    assertThat(request.topLogprobs()).isEqualTo(20);
    assertThat(request.temperature()).isZero();
    assertThat(task.ask(other).constraint()).isSameAs(request.constraint());
    assertThat(request.constraint()).hasToString("Choice[options=[A, B, C, D]]");
  }

  @Test
  void theConstantTextComesFirst() {
    String one = task.ask(SHORTLIST).prompt().messages().get(0).text();
    String two =
        task.ask(Shortlist.of(Product.of("x", "Duck"), TREE.categories().subList(50, 53)))
            .prompt()
            .messages()
            .get(0)
            .text();

    assertThat(two.substring(0, 460)).isEqualTo(one.substring(0, 460));
    assertThat(two.indexOf("<product>\n")).isGreaterThan(two.indexOf("none of these\n"));
  }

  @Test
  void probabilitiesAreThoseOfTheServerToAMillionth() {
    Random random = new Random(1);
    for (int run = 0; run < 2_000; run++) {
      int categories = 1 + random.nextInt(19);
      Shortlist shortlist = Shortlist.of(PRODUCT, TREE.categories().subList(100, 100 + categories));
      double[] truth = new double[categories + 1];
      double sum = 0;
      for (int i = 0; i <= categories; i++) {
        truth[i] = Math.exp(random.nextGaussian() * 4);
        sum += truth[i];
      }
      List<TokenLogprobs.Alternative> top = new ArrayList<>();
      for (int i = 0; i <= categories; i++) {
        truth[i] /= sum;
        String letter = String.valueOf(Labels.letter(i));
        // Some letters are two tokens of one text.
        double part = i % 3 == 0 && top.size() < 18 - categories ? 0.3 : 1;
        top.add(new TokenLogprobs.Alternative(letter, Math.log(truth[i] * part)));
        if (part < 1) {
          top.add(new TokenLogprobs.Alternative(" " + letter, Math.log(truth[i] * (1 - part))));
        }
      }
      Collections.shuffle(top, random);
      Choice choice = task.read(shortlist, reply("A", top));

      for (int i = 0; i <= categories; i++) {
        assertThat(choice.probabilities().get(i)).isCloseTo(truth[i], within(1e-6));
      }
      assertThat(choice.probabilities().get(choice.index()))
          .isEqualTo(Collections.max(choice.probabilities()));
    }
  }

  @Test
  void withoutAConstraintTheLettersShareTheirPart() {
    Choice choice =
        task.read(
            SHORTLIST,
            reply(
                "B",
                List.of(
                    new TokenLogprobs.Alternative("B", Math.log(0.45)),
                    new TokenLogprobs.Alternative("The", Math.log(0.4)),
                    new TokenLogprobs.Alternative("A", Math.log(0.15)),
                    new TokenLogprobs.Alternative("Z", -9999))));

    assertThat(choice.index()).isEqualTo(1);
    assertThat(choice.probabilities().get(1)).isCloseTo(0.75, within(1e-9));
    assertThat(choice.probabilities().get(3)).isZero();
  }

  @Test
  void alternativesThatSayNothingLeaveTheChoiceUnsure() {
    Choice choice = task.read(SHORTLIST, reply("B", List.of()));

    assertThat(choice).isEqualTo(Choice.unsure(1));
    assertThat(choice.known()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "B|1",
        " b: Electronics|-1",
        "(C)|2",
        "**C**|2",
        "C: Electronics > Computers > Laptops|2",
        "C) Laptops|2",
        "D|3",
        "None of these|3",
        "electronics > computers > laptops|2",
        "Answer: C|2",
        "The answer is C.|2",
        "~\"A\"~|0"
      })
  void serversWithoutConstraintsAreUnderstood(String text, int index) {
    if (index < 0) {
      assertThatThrownBy(() -> task.read(SHORTLIST, ModelReply.of(text, "m")))
          .isInstanceOf(InvalidOutputException.class);
    } else {
      assertThat(task.read(SHORTLIST, ModelReply.of(text, "m"))).isEqualTo(Choice.unsure(index));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "E", "Z", "A laptop, I think", "Alaptop", "42", "I cannot tell"})
  void whatIsNoLetterIsInvalidAndAskedAgain(String text) {
    assertThatThrownBy(() -> task.read(SHORTLIST, ModelReply.of(text, "m")))
        .isInstanceOfSatisfying(
            InvalidOutputException.class,
            problem -> {
              assertThat(problem.output()).isEqualTo(text);
              ModelRequest asked = task.ask(SHORTLIST);
              ModelRequest again = task.askAgain(SHORTLIST, asked, problem).orElseThrow();
              assertThat(again.prompt().messages()).hasSize(3);
              assertThat(again.prompt().messages().get(2).text()).contains("from A to D");
              assertThat(again.constraint()).isEqualTo(asked.constraint());
            });
  }

  @Test
  void theOrderShownIsThatOfTheTree() {
    List<Category> shown = SHORTLIST.categories();

    assertThat(shown).isEqualTo(List.of(TREE.require(222), TREE.require(325), TREE.require(328)));
    assertThat(SHORTLIST.reversed().categories())
        .isEqualTo(List.of(TREE.require(328), TREE.require(325), TREE.require(222)));
  }

  static ModelReply reply(String text, List<TokenLogprobs.Alternative> top) {
    return new ModelReply(
        text,
        ModelReply.Finish.LENGTH,
        List.of(new TokenLogprobs(text, -0.1, top)),
        ModelReply.Usage.UNKNOWN,
        "m");
  }

  static String golden(String name) {
    try (InputStream in = ShortlistTaskTest.class.getResourceAsStream(name)) {
      String text =
          new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
      return text.substring(0, text.length() - 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
