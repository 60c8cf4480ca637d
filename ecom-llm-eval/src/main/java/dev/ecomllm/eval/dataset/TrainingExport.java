package dev.ecomllm.eval.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.classify.Candidate;
import dev.ecomllm.classify.CandidateSource;
import dev.ecomllm.classify.ClassifierOptions;
import dev.ecomllm.classify.ClassifyTraining;
import dev.ecomllm.extract.AttributeSchema;
import dev.ecomllm.extract.AttributeSpec;
import dev.ecomllm.extract.ExtractRequest;
import dev.ecomllm.extract.ExtractTraining;
import dev.ecomllm.product.Product;
import dev.ecomllm.prompt.Message;
import dev.ecomllm.prompt.TrainingExample;
import dev.ecomllm.qa.QaRequest;
import dev.ecomllm.qa.QaTraining;
import dev.ecomllm.taxonomy.Category;
import dev.ecomllm.taxonomy.Taxonomy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Labelled cases as rows of training.jsonl, in the conversational prompt-completion form that
 * trainers take: {@code {"id","task","group","prompt":[{"role","content"}],
 * "completion":[{"role","content"}]}}. The prompts are those that the tasks ask, so training and
 * serving cannot differ. Chat templates and end tokens are the trainer's. {@code "group"} names the
 * product, for splits without leaks.
 */
public final class TrainingExport {

  private final String task;
  private final Function<Case, TrainingExample> example;

  private TrainingExport(String task, Function<Case, TrainingExample> example) {
    this.task = task;
    this.example = example;
  }

  /** For models that write a category's path. */
  public static TrainingExport path(ClassifierOptions options) {
    return new TrainingExport(
        "classify",
        labelled ->
            ClassifyTraining.path(
                ProductRows.read(labelled.row()),
                category(labelled.object(), options.taxonomy()),
                options));
  }

  /**
   * For models that choose from a shortlist.
   *
   * @param source makes the shortlists, as it does in serving
   */
  public static TrainingExport shortlist(CandidateSource source, ClassifierOptions options) {
    return new TrainingExport(
        "classify",
        labelled -> {
          Product product = ProductRows.read(labelled.row());
          List<Category> shown =
              source.candidates(product, options.candidates()).stream()
                  .map(Candidate::category)
                  .toList();
          Category right = category(labelled.object(), options.taxonomy());
          return ClassifyTraining.shortlist(product, shown, right, options);
        });
  }

  /**
   * For models that extract: the attributes that a row gives and those that it lists as absent are
   * asked for.
   */
  public static TrainingExport extract() {
    return new TrainingExport("extract", TrainingExport::extracted);
  }

  /** For models that answer from passages; those labelled 2 are the ones to cite. */
  public static TrainingExport qa() {
    return new TrainingExport("qa", TrainingExport::answered);
  }

  /**
   * The row of a case.
   *
   * @throws IllegalArgumentException if the case cannot be taught; says why
   */
  public ObjectNode row(Case labelled) {
    TrainingExample taught = example.apply(labelled);
    ObjectNode row = JsonLines.MAPPER.createObjectNode();
    row.put("id", labelled.id()).put("task", task).put("group", labelled.group());
    ArrayNode prompt = row.putArray("prompt");
    for (Message message : taught.prompt().messages()) {
      prompt
          .addObject()
          .put("role", message.role().name().toLowerCase(Locale.ROOT))
          .put("content", message.text());
    }
    row.putArray("completion").addObject().put("role", "assistant").put("content", taught.answer());
    return row;
  }

  private static Category category(ObjectNode row, Taxonomy taxonomy) {
    return CategoryField.read(row, "category", "categoryId", taxonomy)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "its category '" + row.path("category").asText() + "' is not in " + taxonomy));
  }

  private static TrainingExample extracted(Case labelled) {
    ObjectNode row = labelled.object();
    Map<String, List<String>> values = new LinkedHashMap<>();
    List<AttributeSpec> asked = new ArrayList<>();
    for (Map.Entry<String, JsonNode> attribute : row.path("attributes").properties()) {
      List<String> texts = texts(attribute.getValue());
      values.put(attribute.getKey(), texts);
      asked.add(
          attribute.getValue().isArray()
              ? AttributeSpec.list(attribute.getKey())
              : AttributeSpec.text(attribute.getKey()));
    }
    for (JsonNode name : row.path("absent")) {
      if (!values.containsKey(name.asText())) {
        asked.add(AttributeSpec.text(name.asText()));
      }
    }
    if (asked.isEmpty()) {
      throw new IllegalArgumentException("it has no \"attributes\"");
    }
    return ExtractTraining.example(
        new ExtractRequest(
            ProductRows.read(labelled.row()),
            AttributeSchema.of(asked.toArray(AttributeSpec[]::new)),
            ProductRows.text(row, "category")),
        values);
  }

  /** "n/a" is how some datasets write that there is no value. */
  private static List<String> texts(JsonNode value) {
    List<String> texts = new ArrayList<>();
    for (JsonNode one : value.isArray() ? value : List.of(value)) {
      if (one.isValueNode() && !one.isNull() && !one.asText().isBlank()) {
        texts.add(one.asText());
      }
    }
    texts.removeIf("n/a"::equals);
    return texts;
  }

  private static TrainingExample answered(Case labelled) {
    ObjectNode row = labelled.object();
    QaRequest request = new QaRows().read(labelled.row());
    JsonNode answers = row.path("answers");
    if (!row.path("answerable").asBoolean(!answers.isEmpty())) {
      return QaTraining.unknown(request);
    }
    Set<Integer> proofs = new LinkedHashSet<>();
    for (int place = 0; place < row.path("passages").size(); place++) {
      if (row.path("passages").get(place).path("label").asInt() == 2) {
        proofs.add(place);
      }
    }
    return QaTraining.known(request, answers.path(0).asText(), proofs);
  }
}
