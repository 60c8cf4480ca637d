package dev.ecomllm.examples.cli;

import dev.ecomllm.eval.dataset.JsonLines;
import dev.ecomllm.eval.shape.MetricJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ecomllm metric}: one metric over cases from stdin. */
@Command(
    name = "metric",
    description = "Reads a case as JSON from stdin and prints what the metric says of it.",
    mixinStandardHelpOptions = true)
final class MetricCommand implements Callable<Integer> {

  @Parameters(paramLabel = "NAME", description = "The metric; a wrong name lists them.")
  private String name = "";

  @Option(names = "--lines", description = "One case a line; a bad one answers {\"error\": ...}.")
  private boolean lines;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (!MetricJson.names().contains(name)) {
      throw new IllegalArgumentException(
          "no metric '" + name + "'; there are " + String.join(", ", MetricJson.names()));
    }
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    if (!lines) {
      StringBuilder text = new StringBuilder();
      reader.lines().forEach(line -> text.append(line).append('\n'));
      out.println(MetricJson.answer(name, text.toString()));
      return 0;
    }
    int bad = 0;
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      if (!line.isBlank()) {
        String answer;
        try {
          answer = MetricJson.answer(name, line);
        } catch (IllegalArgumentException e) {
          answer = JsonLines.MAPPER.createObjectNode().put("error", e.getMessage()).toString();
          bad++;
        }
        out.println(answer);
      }
    }
    return bad == 0 ? 0 : 1;
  }
}
