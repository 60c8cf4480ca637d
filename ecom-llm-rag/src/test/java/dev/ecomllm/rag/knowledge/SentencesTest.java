package dev.ecomllm.rag.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SentencesTest {

  @Test
  void endsAtSentencesLinesAndBullets() {
    assertThat(Sentences.of("Warm and light. Is it dry? Yes!\nMade of wool • 3.5 kg\r\n\r\n"))
        .containsExactly("Warm and light.", "Is it dry?", "Yes!", "Made of wool", "3.5 kg");
  }

  @Test
  void doesNotEndInsideFiguresAndAbbreviations() {
    assertThat(Sentences.of("Approx. 5 in. wide, e.g. for No. 4 pots. v2.1 fits."))
        .containsExactly("Approx. 5 in. wide, e.g. for No. 4 pots.", "v2.1 fits.");
  }

  @Test
  void blankTextHasNone() {
    assertThat(Sentences.of(" \n\t ")).isEmpty();
  }
}
