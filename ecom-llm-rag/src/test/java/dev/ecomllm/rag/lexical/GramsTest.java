package dev.ecomllm.rag.lexical;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GramsTest {

  @Test
  void wordsAndPairsInLowerCaseWithoutAccentsPluralsAndSmallWords() {
    assertThat(Grams.of("Sofás for the Café's Garden"))
        .containsExactly("sofa", "cafe", "sofa cafe", "garden", "cafe garden");
  }

  @Test
  void eachGramOnce() {
    assertThat(Grams.of("dog dog dog")).containsExactly("dog", "dog dog");
  }

  @Test
  void modelNumbersAndSizesStay() {
    assertThat(Grams.of("WH-1000XM5 5.5 L")).contains("wh", "1000xm5", "5.5", "l", "5.5 l");
  }

  @Test
  void textWithoutWordsHasNone() {
    assertThat(Grams.of("")).isEmpty();
    assertThat(Grams.of(" \u0000\u202e \n!!! ")).isEmpty();
    assertThat(Grams.of("\ud83d")).isEmpty();
  }

  @Test
  void otherScriptsHaveWordsToo() {
    assertThat(Grams.of("حذاء رياضي")).contains("حذاء", "رياضي");
    assertThat(Grams.of("登山靴")).contains("登", "登 山");
    assertThat(Grams.of("Бензопила")).containsExactly("бензопила");
  }

  @Test
  void aTextOfMegabytesIsCutOff() {
    assertThat(Grams.of("word ".repeat(1_000_000))).containsExactly("word", "word word");
    StringBuilder different = new StringBuilder();
    for (int i = 0; i < 100_000; i++) {
      different.append("w").append(i).append(' ');
    }
    assertThat(Grams.of(different.toString())).hasSize(128 + 127);
  }
}
