package dev.ecomllm.examples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.error.InvalidOutputException;
import dev.ecomllm.eval.dataset.JsonLines;
import dev.ecomllm.json.Json;
import dev.ecomllm.json.JsonSchema;
import dev.ecomllm.json.RepairLevel;
import dev.ecomllm.json.RepairOptions;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ecomllm repair}: what a model wrote to valid JSON, from stdin to stdout. */
@Command(
    name = "repair",
    description = {
      "Reads what a model wrote from stdin and writes the JSON in it to stdout.",
      "With --lines each line is a JSON string to repair, and each line out is {\"value\":...} or"
          + " {\"error\":{\"kind\",\"message\"}}."
    },
    mixinStandardHelpOptions = true)
final class RepairCommand implements Callable<Integer> {

  private static final int BUFFER = 1 << 16;

  private static final ObjectReader STRING = new JsonMapper().readerFor(JsonNode.class);
  private static final ObjectWriter ASCII =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build().writer();

  @Option(names = "--lines", description = "Repair line by line.")
  private boolean lines;

  @Option(names = "--schema", description = "A file with the JSON schema of the value.")
  private @Nullable Path schema;

  @Option(
      names = "--level",
      defaultValue = "AGGRESSIVE",
      description = "How far a repair may go: ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
  private RepairLevel level = RepairLevel.AGGRESSIVE;

  @Option(names = "--truncated", description = "The text is known to be cut off at its end.")
  private boolean truncated;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    RepairOptions options = RepairOptions.DEFAULT.withLevel(level).withTruncated(truncated);
    if (schema != null) {
      options = options.withSchema(JsonSchema.parse(Files.readString(schema)));
    }
    Writer out =
        new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), BUFFER);
    try {
      return lines ? each(System.in, out, options) : whole(System.in, out, options);
    } finally {
      out.flush();
    }
  }

  private int whole(InputStream in, Writer out, RepairOptions options) throws IOException {
    String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    try {
      out.write(json(Json.read(text, options)));
      out.write('\n');
      return 0;
    } catch (InvalidOutputException e) {
      spec.commandLine().getErr().println("ecomllm: expected " + e.getMessage());
      return 1;
    }
  }

  private static int each(InputStream in, Writer out, RepairOptions options) throws IOException {
    int code = 0;
    BufferedReader texts =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), BUFFER);
    for (String line = texts.readLine(); line != null; line = texts.readLine()) {
      try {
        JsonNode value = Json.read(text(line), options);
        out.write("{\"value\":");
        out.write(json(value));
        out.write("}\n");
      } catch (InvalidOutputException e) {
        code = 1;
        ObjectNode row = JsonLines.MAPPER.createObjectNode();
        row.putObject("error").put("kind", "INVALID_OUTPUT").put("message", e.getMessage());
        out.write(row.toString());
        out.write('\n');
      }
      if (!texts.ready()) {
        out.flush();
      }
    }
    return code;
  }

  /** The text of a line, which must be a JSON string. */
  private static String text(String line) {
    try {
      JsonNode text = STRING.readTree(line);
      if (text.isTextual()) {
        return text.textValue();
      }
      throw new InvalidOutputException("a JSON string in each line", line);
    } catch (JsonProcessingException e) {
      throw new InvalidOutputException("a JSON string in each line", "", line, e);
    }
  }

  /** Compact JSON; half a surrogate pair, which no encoding has, as an escape. */
  private static String json(JsonNode value) throws JsonProcessingException {
    String json = value.toString();
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < json.length()
                && Character.isLowSurrogate(json.charAt(i + 1));
        if (!pair) {
          return ASCII.writeValueAsString(value);
        }
        i++;
      }
    }
    return json;
  }
}
