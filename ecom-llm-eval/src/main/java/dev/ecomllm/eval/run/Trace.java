package dev.ecomllm.eval.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.client.ModelReply;
import dev.ecomllm.client.ModelRequest;
import dev.ecomllm.eval.dataset.JsonLines;
import dev.ecomllm.prompt.Message;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What became of one row on its way to the model. Of several calls, prompt and reply are the last
 * one's, and tokens are added up. For one thread.
 */
final class Trace {

  private static final double NANOS_PER_MILLI = 1e6;

  private final long start;
  private String prompt = "";
  private String reply = "";
  private int calls;
  private long promptTokens;
  private long completionTokens;

  Trace(long start) {
    this.start = start;
  }

  void add(ModelRequest request, ModelReply replied) {
    prompt = text(request.prompt().messages());
    reply = replied.text();
    calls++;
    promptTokens += replied.usage().promptTokens();
    completionTokens += replied.usage().completionTokens();
  }

  /** One turn as it is; of a conversation, each under the name of who speaks. */
  private static String text(List<Message> turns) {
    return turns.size() == 1
        ? turns.get(0).text()
        : turns.stream()
            .map(turn -> "[" + turn.role().name().toLowerCase(Locale.ROOT) + "]\n" + turn.text())
            .collect(Collectors.joining("\n\n"));
  }

  /** As {@code "trace"} of a row; what is not known is left out. */
  ObjectNode json(long end) {
    ObjectNode json = JsonLines.MAPPER.createObjectNode();
    if (calls > 0) {
      json.put("prompt", prompt).put("reply", reply);
    }
    json.put("millis", Math.round((end - start) / NANOS_PER_MILLI * 1000) / 1000.0);
    if (promptTokens + completionTokens > 0) {
      json.put("promptTokens", promptTokens).put("completionTokens", completionTokens);
    }
    return calls > 1 ? json.put("calls", calls) : json;
  }
}
