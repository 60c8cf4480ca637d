package dev.ecomllm.classify;

import dev.ecomllm.classify.ClassificationFit.LabelledResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Learns the three weights of {@link Weights}: a conditional logit (McFadden 1974) of the right
 * candidate on both scores, by Newton's method. A normal prior of variance 1 around the model alone
 * keeps few rows from saying much.
 */
final class WeightFit {

  private static final int FEWEST_ROWS = 50;
  private static final int STEPS = 50;

  /** A candidate's features: the model's log-probability, the retriever's score, is it "none". */
  private record Row(List<double[]> features, int right) {}

  private WeightFit() {}

  /** The weights; empty if fewer than 50 results tell both scores. */
  static Optional<Weights> fit(List<LabelledResult> results) {
    List<Row> rows = new ArrayList<>();
    for (LabelledResult result : results) {
      Signals.of(result.answer()).ifPresent(signals -> rows.add(row(signals, result)));
    }
    return rows.size() < FEWEST_ROWS ? Optional.empty() : Optional.of(newton(rows));
  }

  private static Row row(Signals signals, LabelledResult result) {
    int candidates = signals.categories().size();
    List<Double> centred = Weights.centred(signals.scores());
    List<double[]> features = new ArrayList<>();
    int right = candidates;
    for (int i = 0; i < candidates; i++) {
      double model = Weights.log(signals.probabilities().get(i));
      features.add(new double[] {model, centred.get(i), 0});
      if (right == candidates && result.accepted().contains(signals.categories().get(i))) {
        right = i;
      }
    }
    double none = Weights.log(signals.probabilities().get(candidates));
    features.add(new double[] {none, 0, 1});
    return new Row(features, right);
  }

  private static Weights newton(List<Row> rows) {
    double[] at = {1, 0, 0};
    double loss = loss(rows, at);
    for (int step = 0; step < STEPS; step++) {
      double[] gradient = {at[0] - 1, at[1], at[2]};
      double[][] hessian = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
      for (Row row : rows) {
        add(row, at, gradient, hessian);
      }
      double[] direction = solve(hessian, gradient);
      double length = 1;
      double[] next = minus(at, direction, length);
      double nextLoss = loss(rows, next);
      while (nextLoss > loss && length > 1e-6) {
        length /= 2;
        next = minus(at, direction, length);
        nextLoss = loss(rows, next);
      }
      if (loss - nextLoss < 1e-9 * loss) {
        break;
      }
      at = next;
      loss = nextLoss;
    }
    return new Weights(at[0], at[1], at[2]);
  }

  /** The row's part of the gradient and the Hessian: mean and covariance of the features. */
  private static void add(Row row, double[] at, double[] gradient, double[][] hessian) {
    double[] shares = shares(row, at);
    double[] mean = new double[3];
    for (int c = 0; c < shares.length; c++) {
      for (int i = 0; i < 3; i++) {
        mean[i] += shares[c] * row.features().get(c)[i];
      }
    }
    for (int i = 0; i < 3; i++) {
      gradient[i] += mean[i] - row.features().get(row.right())[i];
      for (int j = 0; j < 3; j++) {
        for (int c = 0; c < shares.length; c++) {
          hessian[i][j] +=
              shares[c]
                  * (row.features().get(c)[i] - mean[i])
                  * (row.features().get(c)[j] - mean[j]);
        }
      }
    }
  }

  private static double loss(List<Row> rows, double[] at) {
    double loss = ((at[0] - 1) * (at[0] - 1) + at[1] * at[1] + at[2] * at[2]) / 2;
    for (Row row : rows) {
      loss -= Math.log(Math.max(1e-300, shares(row, at)[row.right()]));
    }
    return loss;
  }

  private static double[] shares(Row row, double[] at) {
    double[] logs = new double[row.features().size()];
    for (int c = 0; c < logs.length; c++) {
      double[] f = row.features().get(c);
      logs[c] = at[0] * f[0] + at[1] * f[1] + at[2] * f[2];
    }
    return LogLinear.softmax(logs);
  }

  /** Gaussian elimination; the prior makes the matrix positive definite, so no pivots. */
  private static double[] solve(double[][] matrix, double[] right) {
    double[] x = right.clone();
    for (int i = 0; i < 3; i++) {
      for (int row = i + 1; row < 3; row++) {
        double factor = matrix[row][i] / matrix[i][i];
        for (int column = i; column < 3; column++) {
          matrix[row][column] -= factor * matrix[i][column];
        }
        x[row] -= factor * x[i];
      }
    }
    for (int i = 2; i >= 0; i--) {
      for (int column = i + 1; column < 3; column++) {
        x[i] -= matrix[i][column] * x[column];
      }
      x[i] /= matrix[i][i];
    }
    return x;
  }

  private static double[] minus(double[] at, double[] direction, double length) {
    double[] next = at.clone();
    for (int i = 0; i < 3; i++) {
      next[i] -= length * direction[i];
    }
    return next;
  }
}
