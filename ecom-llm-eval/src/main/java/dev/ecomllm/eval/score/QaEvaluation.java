package dev.ecomllm.eval.score;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.eval.dataset.Dataset;
import dev.ecomllm.eval.dataset.DatasetFormatException;
import dev.ecomllm.eval.metric.Resampling;
import dev.ecomllm.eval.score.QaItem.Answer;
import dev.ecomllm.eval.score.QaItem.Gold;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Answers to questions against gold rows. */
public final class QaEvaluation {

  /** The label of a passage that answers the question; 1 only bears on it. */
  private static final int ANSWERS = 2;

  private QaEvaluation() {}

  /**
   * Reads both files and compares them.
   *
   * @throws DatasetFormatException if a gold row cannot be read, or an id occurs twice
   */
  public static Evaluation of(Path gold, Path predictions, Resampling resampling)
      throws IOException {
    return evaluate(new GoldFile<>(gold, QaEvaluation::gold), predictions, resampling);
  }

  /**
   * Compares the answers to a dataset with what is right.
   *
   * @throws DatasetFormatException if an id occurs twice
   */
  public static Evaluation of(Dataset gold, Path predictions, Resampling resampling)
      throws IOException {
    return evaluate(new GoldFile<>(gold, QaEvaluation::gold), predictions, resampling);
  }

  private static Evaluation evaluate(
      GoldFile<Gold, QaItem> file, Path predictions, Resampling resampling) throws IOException {
    file.judge(
        predictions,
        (id, tags, right, row) ->
            QaItem.of(id, tags, right, row == null ? Answer.UNUSABLE : answer(row)));
    List<QaItem> items = file.items();
    Map<String, Map<String, Figure>> sections = new LinkedHashMap<>();
    if (!items.isEmpty()) {
      new QaFigures(items, resampling).addTo(sections);
      Evaluation.addValidOnly(
          sections,
          items,
          item -> item.answer().usable(),
          valid -> new QaFigures(valid, resampling).main());
    }
    file.count("answerable", items.stream().filter(item -> item.gold().answerable()).count());
    file.count("answered", items.stream().filter(item -> item.answer().answered()).count());
    return new Evaluation(
        "qa",
        file.rows(),
        sections,
        ItemScores.view(items, QaItem::scores),
        resampling.confidence(),
        List.of(
            "figures are of evaluated rows: failed and missing ones are counted apart, invalid"
                + " answers are wrong",
            Evaluation.VALID_ONLY,
            "hitAt1, mrr: over questions with a passage labelled 2, which is what counts as a hit",
            "squadExact, squadF1: over all questions; a refusal is right where there is no answer",
            "exactMatch, tokenF1, rougeL: over answerable questions, a refusal counts 0;"
                + " answered: over those of them that were answered",
            "answerability: the stated confidence, held against whether the question is answerable",
            "refusal: the share of answerable questions among the surest part of all, and the share"
                + " of the unanswerable that is refused where so many percent of the answerable"
                + " are"));
  }

  private static Gold gold(ObjectNode row) {
    List<String> answers = new ArrayList<>();
    row.path("answers").forEach(answer -> answers.add(answer.asText()));
    Set<Integer> answering = new HashSet<>();
    int place = 0;
    for (JsonNode passage : row.path("passages")) {
      if (passage.path("label").asInt() == ANSWERS) {
        answering.add(place);
      }
      place++;
    }
    boolean answerable = row.path("answerable").asBoolean(!answers.isEmpty());
    return new Gold(answerable, answerable ? answers : List.of(), answering);
  }

  private static Answer answer(ObjectNode row) {
    String text = row.path("answer").asText();
    boolean answered = row.path("answerable").asBoolean(!text.isBlank());
    double confidence = row.path("confidence").asDouble(Double.NaN);
    return new Answer(
        true,
        answered,
        answered ? text : "",
        confidence >= 0 && confidence <= 1 ? confidence : Double.NaN,
        places(row.path("citations")),
        places(row.path("ranked")));
  }

  private static List<Integer> places(JsonNode array) {
    List<Integer> places = new ArrayList<>();
    array.forEach(place -> places.add(place.asInt(-1)));
    return places;
  }
}
