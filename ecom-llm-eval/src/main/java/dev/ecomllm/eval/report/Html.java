package dev.ecomllm.eval.report;

/** Markup with text in it; all text is escaped, so a product's title can be anything. */
final class Html {

  private final StringBuilder out = new StringBuilder();

  /** Appends markup as it is: never with text of a product in it. */
  Html raw(String markup) {
    out.append(markup);
    return this;
  }

  /** Appends text. */
  Html text(String text) {
    out.append(escape(text));
    return this;
  }

  /** An element that holds text. */
  Html element(String name, String text) {
    return raw("<" + name + ">").text(text).raw("</" + name + ">\n");
  }

  /** An element with attributes that holds text. */
  Html element(String name, String attributes, String text) {
    return raw("<" + name + " " + attributes + ">").text(text).raw("</" + name + ">\n");
  }

  /** Opens a table with its caption and heads, in a frame that scrolls on its own. */
  Html table(String caption, String... heads) {
    raw("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"")
        .text(caption)
        .raw("\"><table>\n")
        .element("caption", caption)
        .raw("<thead><tr>");
    for (String head : heads) {
      raw("<th scope=\"col\">").text(head).raw("</th>");
    }
    return raw("</tr></thead>\n<tbody>\n");
  }

  Html endTable() {
    return raw("</tbody></table></div>\n");
  }

  /** A row: its head, then its cells. */
  Html row(String head, String... cells) {
    raw("<tr><th scope=\"row\">").text(head).raw("</th>");
    for (String cell : cells) {
      raw("<td>").text(cell).raw("</td>");
    }
    return raw("</tr>\n");
  }

  /** For element content and quoted attributes. Characters that HTML forbids become U+FFFD. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(isForbidden(c) ? '\uFFFD' : c);
      }
    }
    return escaped.toString();
  }

  private static boolean isForbidden(char c) {
    return (c < ' ' && c != '\n' && c != '\t' && c != '\r') || (c >= 0x7f && c < 0xa0);
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
