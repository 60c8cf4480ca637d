package dev.ecomllm.examples.benchmarks;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A model's answer of about 1 KB, and the ways in which models break it. */
public enum ModelJson {
  VALID {
    @Override
    String text() {
      return valid();
    }
  },
  TRAILING_COMMA {
    @Override
    String text() {
      return valid().replace("}]", "},]");
    }
  },
  MISSING_CLOSER {
    @Override
    String text() {
      return valid().substring(0, valid().length() - 1);
    }
  },
  FENCED {
    @Override
    String text() {
      return "Here is the JSON:\n```json\n" + valid() + "\n```\nDo you need more?";
    }
  },
  CUT_OFF {
    @Override
    String text() {
      return valid().substring(0, valid().length() * 9 / 10);
    }
  },
  MISSING_COMMAS {
    @Override
    String text() {
      return valid().replace(",\"field\"", " \"field\"");
    }
  },
  INNER_QUOTE {
    @Override
    String text() {
      return valid().replace("15.6 inches", "15.6\" wide");
    }
  },
  PYTHON {
    @Override
    String text() {
      return valid().replace("true", "True").replace("null", "None");
    }
  },
  SINGLE_QUOTES {
    @Override
    String text() {
      return valid().replace('"', '\'');
    }
  },
  BARE_KEYS {
    @Override
    String text() {
      return valid().replaceAll("\"(\\w+)\":", "$1:");
    }
  };

  /** What the model wrote. */
  abstract String text();

  private static String valid() {
    String[][] attributes = {
      {"brand", "Samsung"},
      {"color", "Midnight Blue"},
      {"screen_size", "15.6 inches"},
      {"weight", "1.25 kg"},
      {"material", "aluminium and recycled plastic"},
      {"battery life", "up to 11 hours"}
    };
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode list = answer.putArray("attributes");
    for (int i = 0; i < attributes.length; i++) {
      list.addObject()
          .put("name", attributes[i][0])
          .put("value", attributes[i][1])
          .put("evidence", "the product text says " + attributes[i][1])
          .put("field", i % 2 == 0 ? "title" : "description")
          .put("start", i * 17)
          .put("confidence", 0.5 + i / 16.0)
          .put("stated", i % 2 == 0);
    }
    answer.put("category", "Electronics > Computers > Laptops");
    answer.putNull("note");
    return answer.toString();
  }
}
