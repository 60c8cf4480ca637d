package dev.ecomllm.rag.offline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Chooses an attribute's value among the candidates of a title or says that it has none: a
 * conditional logit model, that is the softmax over the candidates and "absent" of a sum of
 * weights, one for each feature and attribute. All attributes of all categories are learned
 * together, so that a brand of shoes teaches something of a brand of tea. Trained with AdaGrad
 * (Duchi et al. 2011) by log-likelihood; at each step a share of the features is left out (dropout,
 * Hinton et al. 2012), which keeps it from resting on rare words, and the weights after the last
 * passes are averaged. The same rows give the same model. Immutable and thread-safe once trained.
 */
final class ChoiceModel {

  /** A model of no attributes: it must not be asked. */
  static final ChoiceModel UNTRAINED = new ChoiceModel(new float[0]);

  private static final int SIZE = 1 << 22;
  private static final int PASSES = 9;
  private static final int AVERAGED = 4;
  private static final float RATE = 0.2f;
  private static final float DECAY = 1e-4f;

  /** Out of 256. */
  private static final int DROPPED = 77;

  /** Smaller gradients are not worth a step. */
  private static final double LEAST = 1e-3;

  private final float[] weights;

  private ChoiceModel(float[] weights) {
    this.weights = weights;
  }

  /** How probable each candidate is the attribute's value; what is left to 1 is "absent". */
  double[] probabilities(TitleFeatures.ForAttribute asked) {
    return new Scores(weights, 0).probabilities(asked);
  }

  /**
   * Trains.
   *
   * @param titles labelled titles, and the attributes of the category of each
   */
  static ChoiceModel train(List<TitleFeatures> titles, List<Set<String>> attributes) {
    List<TitleFeatures.ForAttribute> lessons = new ArrayList<>();
    for (int i = 0; i < titles.size(); i++) {
      TitleFeatures title = titles.get(i);
      for (String attribute : attributes.get(i)) {
        TitleFeatures.ForAttribute lesson = title.of(attribute);
        // A value that the title does not state as a candidate teaches nothing.
        if (lesson.isStated() || !title.title.attributes().containsKey(attribute)) {
          lessons.add(lesson);
        }
      }
    }
    float[] weights = new float[SIZE];
    float[] squares = new float[SIZE];
    float[] sum = new float[SIZE];
    Random random = new Random(1);
    for (int pass = 1; pass <= PASSES; pass++) {
      Collections.shuffle(lessons, random);
      for (TitleFeatures.ForAttribute lesson : lessons) {
        new Step(new Scores(weights, random.nextInt() | 1), squares).learn(lesson);
      }
      for (int i = 0; pass > PASSES - AVERAGED && i < SIZE; i++) {
        sum[i] += weights[i];
      }
    }
    for (int i = 0; i < SIZE; i++) {
      sum[i] *= (256 - DROPPED) / 256f / AVERAGED;
    }
    return new ChoiceModel(sum);
  }

  /** Sums of weights; with a seed that is not 0, some features are left out. */
  private static final class Scores {

    final float[] weights;
    private final int seed;

    Scores(float[] weights, int seed) {
      this.weights = weights;
      this.seed = seed;
    }

    private static int mix(int feature, int salt) {
      int x = (feature ^ salt) * 0x7feb352d;
      x ^= x >>> 15;
      x *= 0x846ca68b;
      return x ^ (x >>> 16);
    }

    boolean uses(int feature) {
      return seed == 0 || (mix(feature, seed) & 255) >= DROPPED;
    }

    int place(int feature, int attribute) {
      return mix(feature, attribute) & (SIZE - 1);
    }

    double sum(int[] features, int attribute) {
      double sum = 0;
      for (int feature : features) {
        if (uses(feature)) {
          sum += weights[place(feature, attribute)];
        }
      }
      return sum;
    }

    double[] probabilities(TitleFeatures.ForAttribute asked) {
      TitleFeatures title = asked.title();
      int attribute = asked.attribute.hashCode();
      int tokens = title.begins.length;
      double[] begin = new double[tokens];
      double[] end = new double[tokens];
      double[] parts = new double[tokens + 1];
      for (int i = 0; i < tokens; i++) {
        begin[i] = sum(title.begins[i], attribute) + sum(asked.begins[i], attribute);
        end[i] = sum(title.ends[i], attribute) + sum(asked.ends[i], attribute);
        parts[i + 1] = parts[i] + sum(title.parts[i], attribute) + sum(asked.parts[i], attribute);
      }
      double[] scores = new double[title.candidates.size()];
      double absent = sum(title.absent, attribute) + sum(asked.absent, attribute);
      double most = absent;
      for (int c = 0; c < scores.length; c++) {
        Candidate candidate = title.candidates.get(c);
        scores[c] =
            begin[candidate.from()]
                + end[candidate.to() - 1]
                + parts[candidate.to()]
                - parts[candidate.from()]
                + sum(title.wholes[c], attribute)
                + sum(asked.wholes[c], attribute);
        most = Math.max(most, scores[c]);
      }
      double all = Math.exp(absent - most);
      for (int c = 0; c < scores.length; c++) {
        scores[c] = Math.exp(scores[c] - most);
        all += scores[c];
      }
      for (int c = 0; c < scores.length; c++) {
        scores[c] /= all;
      }
      return scores;
    }
  }

  /** One step of training. */
  private static final class Step {

    private final Scores scores;
    private final float[] squares;

    Step(Scores scores, float[] squares) {
      this.scores = scores;
      this.squares = squares;
    }

    void learn(TitleFeatures.ForAttribute lesson) {
      TitleFeatures title = lesson.title();
      int attribute = lesson.attribute.hashCode();
      double[] probabilities = scores.probabilities(lesson);
      double absent = 1;
      double right = 0;
      for (int c = 0; c < probabilities.length; c++) {
        absent -= probabilities[c];
        right += lesson.right[c] ? probabilities[c] : 0;
      }
      int tokens = title.begins.length;
      double[] begin = new double[tokens];
      double[] end = new double[tokens];
      double[] part = new double[tokens + 1];
      for (int c = 0; c < probabilities.length; c++) {
        Candidate candidate = title.candidates.get(c);
        double wanted = lesson.right[c] ? probabilities[c] / Math.max(right, 1e-12) : 0;
        double gradient = probabilities[c] - wanted;
        begin[candidate.from()] += gradient;
        end[candidate.to() - 1] += gradient;
        part[candidate.from()] += gradient;
        part[candidate.to()] -= gradient;
        descend(title.wholes[c], lesson.wholes[c], attribute, gradient);
      }
      double inside = 0;
      for (int i = 0; i < tokens; i++) {
        inside += part[i];
        descend(title.begins[i], lesson.begins[i], attribute, begin[i]);
        descend(title.ends[i], lesson.ends[i], attribute, end[i]);
        descend(title.parts[i], lesson.parts[i], attribute, inside);
      }
      descend(title.absent, lesson.absent, attribute, absent - (lesson.isStated() ? 0 : 1));
    }

    private void descend(int[] ofTitle, int[] ofAttribute, int attribute, double gradient) {
      if (Math.abs(gradient) > LEAST) {
        descend(ofTitle, attribute, (float) gradient);
        descend(ofAttribute, attribute, (float) gradient);
      }
    }

    private void descend(int[] features, int attribute, float gradient) {
      for (int feature : features) {
        if (scores.uses(feature)) {
          int place = scores.place(feature, attribute);
          float slope = gradient + DECAY * scores.weights[place];
          squares[place] += slope * slope;
          scores.weights[place] -= RATE * slope / (float) Math.sqrt(squares[place] + 1e-6);
        }
      }
    }
  }
}
