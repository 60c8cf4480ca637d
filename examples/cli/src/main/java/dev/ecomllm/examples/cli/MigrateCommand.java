package dev.ecomllm.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecomllm.eval.dataset.JsonLines;
import dev.ecomllm.taxonomy.Category;
import dev.ecomllm.taxonomy.Taxonomy;
import dev.ecomllm.taxonomy.TaxonomyChange;
import dev.ecomllm.taxonomy.TaxonomyMigration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ecomllm migrate}: stored results to another version of the tree. */
@Command(
    name = "migrate",
    description = {
      "Tells as JSON what changed between two versions of a tree.",
      "With stored results: rewrites those that stay, and sets apart those to classify again."
    },
    mixinStandardHelpOptions = true)
final class MigrateCommand implements Callable<Integer> {

  @Option(
      names = "--from",
      required = true,
      description = "The old tree: " + TaxonomyConverter.CHOICES + ".",
      converter = TaxonomyConverter.class)
  private Taxonomy from = Taxonomy.google();

  @Option(
      names = "--to",
      required = true,
      description = "The new tree, likewise.",
      converter = TaxonomyConverter.class)
  private Taxonomy to = Taxonomy.google();

  @ArgGroup(exclusive = false)
  private @Nullable Stored stored;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Stored results. */
  static final class Stored {
    @Option(
        names = "--in",
        required = true,
        description = "Stored results: rows with \"categoryId\" or \"category\".")
    private Path in = Path.of("");

    @Option(names = "--out", required = true, description = "Results that stay, in the new tree.")
    private Path out = Path.of("");

    @Option(
        names = "--ask-again",
        required = true,
        description = "Results whose products have to be classified again, as they were.")
    private Path again = Path.of("");
  }

  @Override
  public Integer call() throws IOException {
    TaxonomyMigration migration = TaxonomyMigration.between(from, to);
    ObjectNode report = report(migration);
    long bad = stored == null ? 0 : migrate(migration, stored, report);
    spec.commandLine().getOut().println(report.toPrettyString());
    return bad == 0 ? 0 : 1;
  }

  private ObjectNode report(TaxonomyMigration migration) {
    ObjectNode report = JsonLines.MAPPER.createObjectNode();
    report.put("from", from.identity());
    report.put("to", to.identity());
    ObjectNode counts = report.putObject("counts");
    migration.counts().forEach((kind, count) -> counts.put(kind.name(), count));
    ArrayNode changes = report.putArray("changes");
    for (TaxonomyChange change : migration.changes()) {
      ObjectNode row = changes.addObject();
      row.put("kind", change.kind().name());
      change.before().ifPresent(node -> put(row, "before", "beforeId", node));
      change.after().ifPresent(node -> put(row, "after", "afterId", node));
      row.put("askAgain", change.mustAskAgain());
      if (!change.candidates().isEmpty()) {
        ArrayNode candidates = row.putArray("candidates");
        change.candidates().forEach(node -> candidates.add(node.path().toString()));
      }
    }
    return report;
  }

  private long migrate(TaxonomyMigration migration, Stored files, ObjectNode report)
      throws IOException {
    CategoryRows rows = new CategoryRows(from);
    long bad = 0;
    try (JsonLines in = JsonLines.open(files.in);
        RowWriter out = RowWriter.create(files.out);
        RowWriter again = RowWriter.create(files.again)) {
      while (in.hasNext()) {
        JsonLines.Row row = in.next();
        try {
          if (!row.problem().isEmpty()) {
            throw new IllegalArgumentException(row.problem());
          }
          if (mustAskAgain(migration, rows, row.object())) {
            again.write(row.object());
          } else {
            rewrite(migration, rows, row.object());
            out.write(row.object());
          }
        } catch (IllegalArgumentException e) {
          bad++;
          spec.commandLine()
              .getErr()
              .println(files.in.getFileName() + ":" + row.line() + ": " + e.getMessage());
        }
      }
      report.put("kept", out.written());
      report.put("askAgain", again.written());
      report.put("badRows", bad);
    }
    return bad;
  }

  /** Whether what was answered, or what was decided, may be something else now. */
  private static boolean mustAskAgain(
      TaxonomyMigration migration, CategoryRows rows, ObjectNode row) {
    long id = rows.category(row, "category", "categoryId").id();
    boolean decided = row.hasNonNull("decided") || row.hasNonNull("decidedId");
    return migration.of(id).mustAskAgain()
        || (decided
            && migration.of(rows.category(row, "decided", "decidedId").id()).mustAskAgain());
  }

  private void rewrite(TaxonomyMigration migration, CategoryRows rows, ObjectNode row) {
    for (String name : List.of("category", "decided")) {
      if (row.hasNonNull(name) || row.hasNonNull(name + "Id")) {
        Category before = rows.category(row, name, name + "Id");
        put(row, name, name + "Id", migration.of(before.id()).after().orElseThrow());
      }
    }
    if (row.has("taxonomy")) {
      row.put("taxonomy", to.identity());
    }
    if (row.path("alternatives") instanceof ArrayNode alternatives) {
      ArrayNode kept = JsonLines.MAPPER.createArrayNode();
      for (JsonNode item : alternatives) {
        if (item instanceof ObjectNode alternative) {
          Category before = rows.category(alternative, "category", "categoryId");
          migration
              .of(before.id())
              .after()
              .ifPresent(
                  after -> {
                    put(alternative, "category", "categoryId", after);
                    kept.add(alternative);
                  });
        }
      }
      row.set("alternatives", kept);
    }
  }

  private static void put(ObjectNode row, String path, String id, Category category) {
    row.put(path, category.path().toString());
    row.put(id, category.id());
  }
}
