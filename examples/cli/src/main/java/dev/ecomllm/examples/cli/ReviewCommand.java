package dev.ecomllm.examples.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.classify.Classification;
import dev.ecomllm.classify.Decision;
import dev.ecomllm.classify.ReviewReason;
import dev.ecomllm.eval.dataset.JsonLines;
import dev.ecomllm.taxonomy.Category;
import dev.ecomllm.taxonomy.Taxonomy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ecomllm review}: the way to a person and back. */
@Command(
    name = "review",
    description = "Results that need a person: out to a file, and back as labelled rows.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ReviewCommand.Out.class, ReviewCommand.Back.class})
final class ReviewCommand {

  /** Fields of a review row that a label does not need. */
  private static final List<String> OF_THE_REVIEW =
      List.of("suggested", "suggestedId", "confidence", "reason", "candidates", "answeredBy");

  private ReviewCommand() {}

  /** Writes the review file. */
  @Command(
      name = "out",
      description = {
        "Writes the rows that need a person, each with its candidates and the reason.",
        "The person writes the right path or id into \"category\"."
      },
      mixinStandardHelpOptions = true)
  static final class Out extends Rows {

    @Option(names = "--in", required = true, description = "The products, as predict read them.")
    private Path in = Path.of("");

    @Option(names = "--predictions", required = true, description = "Rows of predict.")
    private Path predictions = Path.of("");

    @Option(names = "--out", required = true, description = "The review file to write.")
    private Path out = Path.of("");

    @Option(
        names = "--candidates",
        description = "How many candidates to show; default ${DEFAULT-VALUE}.",
        defaultValue = "10")
    private int candidates = 10;

    @Override
    public Integer call() throws IOException {
      CategoryRows categories = new CategoryRows(taxonomy);
      Map<String, ObjectNode> reviews = new HashMap<>();
      forEach(
          predictions,
          row -> {
            if (row.object().has("error")) {
              ObjectNode review = JsonLines.MAPPER.createObjectNode();
              review.put("category", "");
              review.put("reason", "no answer came");
              review.putArray("candidates");
              reviews.put(row.id(), review);
              return;
            }
            Classification answer = categories.classification(row);
            if (answer.decision() == Decision.REVIEW) {
              reviews.put(row.id(), review(answer));
            }
          });
      try (RowWriter writer = RowWriter.create(out)) {
        forEach(
            in,
            row -> {
              ObjectNode review = reviews.get(row.id());
              if (review != null) {
                writer.write(row.object().deepCopy().setAll(review));
              }
            });
        return done(writer);
      }
    }

    private ObjectNode review(Classification answer) {
      ObjectNode row = JsonLines.MAPPER.createObjectNode();
      row.put("category", "");
      row.put("suggested", answer.category().path().toString());
      row.put("suggestedId", answer.category().id());
      answer.confidence().ifPresent(value -> row.put("confidence", value));
      row.put("reason", ReviewReason.of(answer));
      ArrayNode shown = row.putArray("candidates");
      answer.alternatives().stream()
          .limit(candidates)
          .forEach(
              alternative -> {
                ObjectNode item = shown.addObject();
                item.put("category", alternative.category().path().toString());
                item.put("categoryId", alternative.category().id());
                alternative.confidence().ifPresent(value -> item.put("confidence", value));
              });
      row.put("answeredBy", answer.answeredBy());
      return row;
    }
  }

  /** Reads the review file back. */
  @Command(
      name = "back",
      description = {
        "Reads a corrected review file and writes labelled rows, checked against the tree:",
        "for predict --examples, calibrate --gold and export-training --in.",
        "Rows whose \"category\" is still empty are left out."
      },
      mixinStandardHelpOptions = true)
  static final class Back extends Rows {

    @Option(names = "--corrected", required = true, description = "The corrected review file.")
    private Path corrected = Path.of("");

    @Option(names = "--out", required = true, description = "The labelled rows to write.")
    private Path out = Path.of("");

    @Override
    public Integer call() throws IOException {
      CategoryRows categories = new CategoryRows(taxonomy);
      try (RowWriter writer = RowWriter.create(out)) {
        forEach(
            corrected,
            row -> {
              if (!row.object().path("category").asText().isBlank()) {
                Category right = categories.category(row.object().path("category"));
                ObjectNode labelled = row.object().deepCopy();
                labelled.remove(OF_THE_REVIEW);
                labelled.put("category", right.path().toString());
                labelled.put("categoryId", right.id());
                writer.write(labelled);
              }
            });
        return done(writer);
      }
    }
  }

  /** What both ways share: the tree, and rows that are told and counted if they cannot be read. */
  abstract static class Rows implements Callable<Integer> {

    @Option(
        names = "--taxonomy",
        description = "The tree: " + TaxonomyConverter.CHOICES + ".",
        converter = TaxonomyConverter.class,
        defaultValue = "google")
    Taxonomy taxonomy = Taxonomy.google();

    @Spec private CommandSpec spec = CommandSpec.create();

    private long bad;

    /** What is done with a row. */
    interface Use {
      void row(JsonLines.Row row) throws IOException;
    }

    void forEach(Path file, Use use) throws IOException {
      try (JsonLines rows = JsonLines.open(file)) {
        while (rows.hasNext()) {
          JsonLines.Row row = rows.next();
          try {
            if (!row.problem().isEmpty()) {
              throw new IllegalArgumentException(row.problem());
            }
            use.row(row);
          } catch (IllegalArgumentException e) {
            bad++;
            spec.commandLine()
                .getErr()
                .println(file.getFileName() + ":" + row.line() + ": " + e.getMessage());
          }
        }
      }
    }

    int done(RowWriter writer) {
      spec.commandLine().getErr().println(writer.written() + " rows, " + bad + " bad rows");
      return bad == 0 ? 0 : 1;
    }
  }
}
