package dev.ecomllm.classify;

import dev.ecomllm.client.Constraint;
import dev.ecomllm.client.ModelClient;
import dev.ecomllm.client.ModelReply;
import dev.ecomllm.client.ModelRequest;
import dev.ecomllm.client.TokenLogprobs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** A model that answers shortlists from a known distribution over category paths. */
final class StubModel implements ModelClient {

  static final String NONE = "none of these";

  final List<ModelRequest> requests = new ArrayList<>();
  private final ToDoubleFunction<String> likelihood;
  private boolean logprobs = true;
  private double bias = 1;

  /** Takes the likelihood, up to a constant, of each path as it is shown, and of {@link #NONE}. */
  StubModel(ToDoubleFunction<String> likelihood) {
    this.likelihood = likelihood;
  }

  static StubModel of(Map<String, Double> likelihoods) {
    return new StubModel(path -> likelihoods.getOrDefault(path, 0.0));
  }

  StubModel withoutLogprobs() {
    logprobs = false;
    return this;
  }

  /** Makes what is shown first so many times likelier, whatever it is. */
  StubModel likingTheFirst(double bias) {
    this.bias = bias;
    return this;
  }

  @Override
  public String model() {
    return "stub";
  }

  @Override
  public synchronized ModelReply call(ModelRequest request, Duration timeout) {
    requests.add(request);
    Map<String, Double> shown = shown(request);
    double sum = shown.values().stream().mapToDouble(x -> x).sum();
    List<TokenLogprobs.Alternative> top = new ArrayList<>();
    shown.forEach(
        (letter, value) ->
            top.add(new TokenLogprobs.Alternative(letter, Math.max(-9999, Math.log(value / sum)))));
    top.sort(Comparator.comparingDouble(TokenLogprobs.Alternative::logprob).reversed());
    TokenLogprobs.Alternative best = top.get(0);
    return new ModelReply(
        best.token(),
        ModelReply.Finish.LENGTH,
        logprobs ? List.of(new TokenLogprobs(best.token(), best.logprob(), top)) : List.of(),
        ModelReply.Usage.UNKNOWN,
        "stub");
  }

  /** The likelihood of each letter that the constraint allows. */
  private Map<String, Double> shown(ModelRequest request) {
    List<String> letters = ((Constraint.Choice) request.constraint()).options();
    String prompt = request.prompt().messages().get(0).text();
    Map<String, Double> shown = new LinkedHashMap<>();
    for (String letter : letters) {
      int at = prompt.indexOf("\n" + letter + ": ") + 4;
      String path = prompt.substring(at, prompt.indexOf('\n', at));
      shown.put(letter, likelihood.applyAsDouble(path) * (shown.isEmpty() ? bias : 1));
    }
    return shown;
  }
}
