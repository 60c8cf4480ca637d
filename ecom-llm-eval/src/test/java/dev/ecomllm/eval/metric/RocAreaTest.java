package dev.ecomllm.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RocAreaTest {

  @Test
  void countsPairsAndHalvesTies() {
    RocArea roc =
        new RocArea(
            new double[] {0.9, 0.5, 0.5, 0.1, Double.NaN},
            new boolean[] {true, true, false, false, true});

    assertThat(roc.area()).isEqualTo(3.5 / 4);
  }

  @Test
  void countsWeights() {
    RocArea roc = new RocArea(new double[] {0.2, 0.5, 0.1}, new boolean[] {true, false, false});

    assertThat(roc.area(new int[] {1, 3, 1})).isEqualTo(0.25);
  }

  @Test
  void needsBothKinds() {
    assertThat(new RocArea(new double[] {0.2, 0.5}, new boolean[] {true, true}).area()).isNaN();
    assertThat(new RocArea(new double[] {0.2}, new boolean[] {false}).area()).isNaN();
    assertThat(new RocArea(new double[0], new boolean[0]).area()).isNaN();
  }

  @Test
  void rejectsAsManyAsTheFalselyRejectedAllow() {
    RocArea roc =
        new RocArea(
            new double[] {0.1, 0.2, 0.3, 0.3, 0.4, 0.9},
            new boolean[] {false, true, false, true, true, false});
    int[] once = {1, 1, 1, 1, 1, 1};

    assertThat(roc.rejectedAt(0, once)).isEqualTo(1.0 / 3);
    assertThat(roc.rejectedAt(0.5, once)).isEqualTo(1.0 / 3); // a tie goes together
    assertThat(roc.rejectedAt(0.67, once)).isEqualTo(2.0 / 3);
    assertThat(roc.rejectedAt(1, once)).isEqualTo(1);
    assertThat(roc.rejectedAt(0.5, new int[] {1, 1, 1, 0, 1, 1})).isEqualTo(2.0 / 3);
    assertThat(new RocArea(new double[] {0.2}, new boolean[] {false}).rejectedAt(1, new int[] {1}))
        .isNaN();
  }
}
