package dev.ecomllm.classify;

import dev.ecomllm.client.ModelClient;
import dev.ecomllm.engine.TaskRunner;
import dev.ecomllm.product.Product;
import java.util.List;

/**
 * How much a model minds the order of a shortlist: each is shown once forwards and once backwards.
 * If the answers differ much, {@link ClassifierOptions#withBothOrders} averages it away.
 *
 * @param lists how many shortlists were shown
 * @param changed share of the lists, 0 to 1, whose most probable answer was another one backwards
 * @param distance mean total variation distance, 0 to 1, of the two distributions: how much
 *     probability moved; 0 where the server gives none
 * @param early mean probability that the first half of a list gained by being first rather than
 *     last, -1 to 1; 0 where the server gives none
 */
public record PositionBias(int lists, double changed, double distance, double early) {

  /**
   * Asks twice for each product.
   *
   * @param products as many as are worth the calls; 200 show a bias of a few hundredths
   */
  public static PositionBias measure(
      ModelClient client,
      ClassifierOptions options,
      CandidateSource source,
      Iterable<Product> products) {
    TaskRunner runner = TaskRunner.of(client);
    ShortlistTask task =
        new ShortlistTask(options.taxonomy().identity(), options.productCharacters());
    int lists = 0;
    double changed = 0;
    double distance = 0;
    double early = 0;
    for (Product product : products) {
      List<Candidate> candidates = source.candidates(product, options.candidates());
      if (candidates.isEmpty()) {
        continue;
      }
      Shortlist list = Shortlist.of(product, candidates.stream().map(Candidate::category).toList());
      int size = list.categories().size();
      Choice forwards = runner.run(task, list);
      Choice backwards = runner.run(task, list.reversed()).reversed(size);
      lists++;
      changed += forwards.index() == backwards.index() ? 0 : 1;
      if (forwards.known() && backwards.known()) {
        for (int i = 0; i <= size; i++) {
          double moved = forwards.probabilities().get(i) - backwards.probabilities().get(i);
          distance += Math.abs(moved) / 2;
          early += i < size / 2 ? moved : 0;
        }
      }
    }
    int counted = Math.max(1, lists);
    return new PositionBias(lists, changed / counted, distance / counted, early / counted);
  }
}
