package dev.ecomllm.eval.metric;

/** The one thing that all paired metrics ask of their input. */
final class Pairs {

  private Pairs() {}

  static void check(int truth, int predictions) {
    if (truth != predictions) {
      throw new IllegalArgumentException(
          "as many of one as of the other are needed, not " + truth + " and " + predictions);
    }
  }
}
