package dev.ecomllm.extract;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.prompt.TrainingExample;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Products with known attributes as training examples: the extractor's own questions. */
public final class ExtractTraining {

  private ExtractTraining() {}

  /**
   * Teaches to answer with these values, in the schema's order, and null or [] for the rest. Under
   * an open schema, the values are all of the answer.
   *
   * @param values by attribute; one value, or several where the schema takes a list
   * @throws IllegalArgumentException if an attribute is not in the schema, or has several values
   *     where it takes one
   */
  public static TrainingExample example(ExtractRequest request, Map<String, List<String>> values) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    if (request.schema().isOpen()) {
      values.forEach((name, texts) -> putOpen(answer, name, texts));
    } else {
      List<AttributeSpec> specs = request.schema().attributes();
      for (AttributeSpec spec : specs) {
        put(answer, spec, values.getOrDefault(spec.name(), List.of()));
      }
      for (String name : values.keySet()) {
        if (specs.stream().noneMatch(spec -> spec.name().equals(name))) {
          throw new IllegalArgumentException("the schema has no attribute '" + name + "'");
        }
      }
    }
    return new TrainingExample(new ExtractTask().ask(request).prompt(), answer.toString());
  }

  private static void putOpen(ObjectNode answer, String name, List<String> texts) {
    if (texts.size() == 1) {
      answer.put(name, texts.get(0));
    } else if (!texts.isEmpty()) {
      texts.forEach(answer.putArray(name)::add);
    }
  }

  private static void put(ObjectNode answer, AttributeSpec spec, List<String> texts) {
    switch (spec.type()) {
      case LIST, SEVERAL_OF -> {
        ArrayNode list = answer.putArray(spec.name());
        texts.forEach(list::add);
      }
      case TEXT, ONE_OF, NUMBER, BOOLEAN -> {
        if (texts.size() > 1) {
          throw new IllegalArgumentException("'" + spec.name() + "' takes one value");
        } else if (texts.isEmpty()) {
          answer.putNull(spec.name());
        } else if (spec.type() == AttributeSpec.Type.BOOLEAN) {
          String said = texts.get(0).toLowerCase(Locale.ROOT);
          answer.put(spec.name(), said.equals("true") || said.equals("yes"));
        } else {
          answer.put(spec.name(), texts.get(0));
        }
      }
    }
  }
}
