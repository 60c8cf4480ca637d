package dev.ecomllm.eval.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ecomllm.extract.SchemaRegistry;
import dev.ecomllm.taxonomy.Taxonomy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetTest {

  @TempDir Path folder;

  private Dataset read(String name, String text) throws IOException {
    return Dataset.read(Files.writeString(folder.resolve(name), text));
  }

  @Test
  void theSameRowsHaveTheSameHashAsJsonlAndAsCsv() throws IOException {
    Dataset jsonl =
        read(
            "a.jsonl",
            """
            {"id":"1","title":"Red shoe, \\"wide\\"","category":"Apparel & Accessories > Shoes","tags":["short","new"]}
            { "category": "Hardware", "title": "Nails\\n100", "id": "2", "alsoAccepted": ["Hardware > Tools"] }
            """);
    Dataset csv =
        read(
            "a.csv",
            "\uFEFFid,title,category,tags,alsoAccepted\n"
                + "1,\"Red shoe, \"\"wide\"\"\",Apparel & Accessories > Shoes,short|new,\n"
                + "2,\"Nails\n100\",Hardware,,Hardware > Tools\n");

    assertThat(csv.sha256()).isEqualTo(jsonl.sha256()).hasSize(64);
    assertThat(csv.cases().get(0).tags()).containsExactlyInAnyOrder("short", "new");
    assertThat(csv.tags()).containsExactly("new", "short");
    assertThat(read("b.jsonl", "{\"id\":\"1\",\"title\":\"Red\"}\n").sha256())
        .isNotEqualTo(jsonl.sha256());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.jsonl", "a.csv"})
  void aFileOfAnotherEncodingIsNamed(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, "id,title\n1,caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> Dataset.read(file))
        .isInstanceOf(DatasetFormatException.class)
        .hasMessageContaining(name + ":1: ")
        .hasMessageContaining("not UTF-8");
  }

  @Test
  void csvColumnsReachIntoAttributesAndJsonCells() throws IOException {
    Dataset csv =
        read(
            "a.csv",
            """
            id,title,attributes.Brand,attributes.Color,absent,answerable,passages
            e1,Dell laptop,Dell,,Color|Size,false,"[{""text"":""t"",""label"":2}]"
            """);

    assertThat(csv.cases().get(0).object())
        .hasToString(
            "{\"id\":\"e1\",\"title\":\"Dell laptop\",\"attributes\":{\"Brand\":\"Dell\"},"
                + "\"absent\":[\"Color\",\"Size\"],\"answerable\":false,"
                + "\"passages\":[{\"text\":\"t\",\"label\":2}]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '`',
      value = {
        "bad.jsonl # {`id`:`1`}|nope # 2 # not JSON",
        "bad.jsonl # {`id`:`1`}|[1] # 2 # not a JSON object",
        "bad.jsonl # {`id`:`1`}||{`id`:`1`} # 3 # first in line 1",
        "bad.jsonl # {`id`:`1`,`tags`:`x`} # 1 # tags",
        "bad.jsonl # {`id`:`1`,`title`:[]} # 1 # title",
        "bad.csv # id,title|1,a,b,c # 2 # not CSV",
        "bad.csv # id,title|1,a|2 # 3 # not CSV",
        "bad.csv # id,attributes|1,{oops # 2 # attributes",
      })
  void aMalformedRowIsNamedByFileAndLine(String name, String text, long line, String problem) {
    assertThatThrownBy(() -> read(name.strip(), text.strip().replace('`', '"').replace('|', '\n')))
        .isInstanceOfSatisfying(
            DatasetFormatException.class,
            e -> {
              assertThat(e.file()).isEqualTo(name.strip());
              assertThat(e.line()).isEqualTo(line);
            })
        .hasMessageStartingWith(name.strip() + ":" + line + ": ")
        .hasMessageContaining(problem.strip());
  }

  @Test
  void aRowWithoutIdGetsOneThatStaysWhenRowsMove() throws IOException {
    Dataset one = read("a.jsonl", "{\"title\":\"A\"}\n{\"title\":\"B\"}\n");
    Dataset other = read("b.jsonl", "{\"title\":\"B\"}\n{\"title\":\"A\"}\n");

    assertThat(one.cases()).extracting(Case::id).doesNotHaveDuplicates();
    assertThat(one.cases().get(0).id()).hasSize(16).isEqualTo(other.cases().get(1).id());
    assertThat(one.sha256()).isNotEqualTo(other.sha256());
  }

  @Test
  void anEmptySliceIsAnError() {
    Dataset sample = Dataset.sample("classify");
    assertThat(sample.slice("apparel").size()).isEqualTo(2);
    assertThat(sample.slice("apparel").name()).isEqualTo("classify-sample.jsonl[apparel]");
    assertThatThrownBy(() -> sample.slice("aparel"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'aparel'")
        .hasMessageContaining("classify-sample.jsonl");
  }

  @Test
  void aSplitKeepsProductsTogether() {
    Dataset qa = Dataset.sample("qa");
    int both = 0;
    for (long seed = 0; seed < 50; seed++) {
      Split split = qa.split(0.5, seed);
      assertThat(split.first().size() + split.second().size()).isEqualTo(qa.size());
      Set<String> products = Set.copyOf(split.first().cases().stream().map(Case::product).toList());
      assertThat(split.second().cases())
          .extracting(Case::product)
          .doesNotContainAnyElementsOf(products);
      both += split.first().size() > 0 && split.second().size() > 0 ? 1 : 0;
    }
    assertThat(both).isGreaterThan(40);
  }

  @Test
  void aCaseStaysOnItsSideWhenOthersAreAdded() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 400; i++) {
      rows.append("{\"id\":\"").append(i).append("\",\"title\":\"Shoe ").append(i).append("\"}\n");
    }
    Split few = read("a.jsonl", rows.toString()).split(0.8, 7);
    Split more = read("b.jsonl", rows + "{\"id\":\"x\",\"title\":\"Boot\"}").split(0.8, 7);

    assertThat(few.first().size()).isBetween(290, 350);
    assertThat(more.first().cases())
        .extracting(Case::id)
        .containsAll(few.first().cases().stream().map(Case::id).toList());
  }

  @Test
  void theSameProductOnBothSidesIsNamed() throws IOException {
    Dataset train =
        read("train.jsonl", "{\"id\":\"a\",\"title\":\"Nike Air-Max 90!\",\"group\":\"g1\"}");
    Dataset test =
        read("test.jsonl", "{\"id\":\"b\",\"title\":\"NIKE air max 90\",\"group\":\"g2\"}");

    assertThatThrownBy(() -> Split.of(train, test))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "product 'nike air max 90' is in both: 'a' of train.jsonl and 'b' of test.jsonl");
    Dataset gtin = read("g.jsonl", "{\"id\":\"c\",\"title\":\"X\",\"gtin\":\"400\"}");
    Dataset same = read("h.jsonl", "{\"id\":\"d\",\"title\":\"Y\",\"gtin\":\"400\"}");
    assertThatThrownBy(() -> Split.of(gtin, same)).hasMessageContaining("gtin 400");
    assertThat(Split.of(gtin, test).second()).isSameAs(test);
  }

  @Test
  void theSamplesFollowTheContract() {
    assertThat(Dataset.sample("classify").cases())
        .hasSizeGreaterThan(10)
        .allSatisfy(
            each -> {
              assertThat(ProductRows.read(each.row()).title()).isNotBlank();
              assertThat(Taxonomy.google().byPath(each.object().path("category").asText()))
                  .isPresent();
              each.object()
                  .path("alsoAccepted")
                  .forEach(also -> assertThat(Taxonomy.google().byPath(also.asText())).isPresent());
            });
    ExtractRows extract = new ExtractRows(SchemaRegistry.builtin()::schemaFor);
    assertThat(Dataset.sample("extract").cases())
        .allSatisfy(
            each -> {
              assertThat(extract.read(each.row()).product().id()).isEqualTo(each.id());
              for (Map.Entry<String, ?> value : each.object().path("attributes").properties()) {
                assertThat(each.object().path("title").asText())
                    .contains(each.object().path("attributes").path(value.getKey()).asText());
              }
            });
    assertThat(Dataset.sample("qa").cases())
        .allSatisfy(
            each -> {
              assertThat(new QaRows().read(each.row()).passages()).hasSize(2);
              boolean answered =
                  each.object().findValues("label").stream().anyMatch(l -> l.asInt() == 2);
              assertThat(each.object().path("answerable").asBoolean()).isEqualTo(answered);
            });
    assertThat(List.of("classify", "extract", "qa"))
        .allSatisfy(task -> assertThat(Dataset.sample(task).tags()).isNotEmpty());
    assertThatThrownBy(() -> Dataset.sample("dance")).hasMessageContaining("dance");
  }
}
