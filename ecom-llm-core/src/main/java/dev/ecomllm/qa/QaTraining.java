package dev.ecomllm.qa;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.prompt.TrainingExample;
import java.util.List;
import java.util.Set;

/** Questions with known answers as training examples: the task's own questions. */
public final class QaTraining {

  private QaTraining() {}

  /**
   * Teaches to answer.
   *
   * @param request brings the passages
   * @param answer the right answer
   * @param proofs the places of the passages that prove it, counted from 0
   * @throws IllegalArgumentException if there is no answer, or none of the passages that a model is
   *     shown proves it: that would teach to invent
   */
  public static TrainingExample known(QaRequest request, String answer, Set<Integer> proofs) {
    QaInput input = input(request);
    List<Integer> shown =
        proofs.stream()
            .filter(place -> place >= 0 && place < input.passages().size())
            .sorted()
            .toList();
    if (answer.isBlank() || shown.isEmpty()) {
      throw new IllegalArgumentException("an answer and a passage that proves it are needed");
    }
    return example(input, answer.strip(), shown);
  }

  /** Teaches to say that the passages don't tell. */
  public static TrainingExample unknown(QaRequest request) {
    return example(input(request), "", List.of());
  }

  private static QaInput input(QaRequest request) {
    QaInput input = ModelQa.shown(request, request.passages());
    if (input.passages().isEmpty()) {
      throw new IllegalArgumentException("without passages, no model is asked");
    }
    return input;
  }

  private static TrainingExample example(QaInput input, String text, List<Integer> proofs) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("answerable", !text.isEmpty()).put("answer", text);
    ArrayNode citations = answer.putArray("citations");
    proofs.forEach(place -> citations.add(place + 1)); // numbered from 1 in the prompt
    return new TrainingExample(new QaTask().ask(input).prompt(), answer.toString());
  }
}
