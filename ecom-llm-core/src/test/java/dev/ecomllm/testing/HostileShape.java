package dev.ecomllm.testing;

import java.util.List;

/**
 * A text that gets slow readers into trouble.
 *
 * @param name what it is
 * @param begin how it begins
 * @param unit what it repeats
 */
public record HostileShape(String name, String begin, String unit) {

  /** All of them. */
  public static final List<HostileShape> ALL =
      List.of(
          new HostileShape("an unclosed string", "{\"a\":\"", "lorem ipsum "),
          new HostileShape("unclosed strings", "[", "\"abc, "),
          new HostileShape("unclosed single quotes", "[", "'abc, "),
          new HostileShape("quotes and commas", "{\"a\":", "\","),
          new HostileShape("quotes alone", "{\"a\":\"", "\""),
          new HostileShape("quotes and spaces", "{\"a\":\"", "\" "),
          new HostileShape("keys without end", "{\"a\":\"", "x\", \"b\" "),
          new HostileShape("backslashes", "{\"a\":\"", "\\\\"),
          new HostileShape("odd backslashes", "{\"a\":\"", "\\q"),
          new HostileShape("escaped quotes", "{\"a\":\"", "\\\""),
          new HostileShape("escaped openers", "{\\\"a\\\":\\\"", "\\\\\\\""),
          new HostileShape("brackets", "", "["),
          new HostileShape("objects in objects", "", "{\"a\":"),
          new HostileShape("closers", "{\"a\":1", "}]"),
          new HostileShape("prose with braces", "Look: ", "some {text} here, "),
          new HostileShape("prose with open braces", "Look: ", "some { text "),
          new HostileShape("prose with open brackets", "Look: ", "see [the \"note "),
          new HostileShape("prose with quotes", "Look: ", "he said \"so\" "),
          new HostileShape("line-start quotes", "Look:\n", "\"a b\n"),
          new HostileShape("commas", "[", ","),
          new HostileShape("commas in an object", "{\"a\":1", ","),
          new HostileShape("bare words and commas", "{a: b", ", c d"),
          new HostileShape("bare words and lines", "{a: b", "\n c d"),
          new HostileShape("open comments", "{\"a\":", "\"b\" /* "),
          new HostileShape("line comments", "{\"a\":1", " // x"),
          new HostileShape("comment lines", "[1", " # x\n"),
          new HostileShape("white space", "{\"a\":", " \n\t"),
          new HostileShape("spaces between quotes", "{\"a\":\"b", "\"          "),
          new HostileShape("fences", "", "```json\n"),
          new HostileShape("fences with objects", "", "```json\n{\"a\":1\n```\n"),
          new HostileShape("open fences", "", "``` {\"a\": \"b "),
          new HostileShape("think tags", "", "<think>{\"a\":1}"),
          new HostileShape("digits", "[", "1"),
          new HostileShape("numbers", "[", "1 "),
          new HostileShape("thousands", "{\"a\":1", ",234"),
          new HostileShape("triple quotes", "{\"a\":", "\"\"\"x\"\" "),
          new HostileShape("sums", "{\"a\":\"b\"", " + \"c\""),
          new HostileShape("calls", "[", "f(\"x\", "),
          new HostileShape("parentheses", "{a: b", " (c, \"d"),
          new HostileShape("slashes", "[", "/x "),
          new HostileShape("colons", "{\"a\"", ":"),
          new HostileShape("keys alone", "{", "\"a\" "),
          new HostileShape("sets", "[", "{\"a\", \"b\"}"),
          new HostileShape("values in lines", "", "{\"a\":1}\n"),
          new HostileShape("reopened objects", "{\"a\":1}", ", \"b\": 2}"),
          new HostileShape("smart quotes", "{\u201Ca\u201D:\u201C", "\u201D x \u201C"),
          new HostileShape("elisions", "[", "..., "),
          new HostileShape("duplicate keys", "{", "\"a\":1,"),
          new HostileShape("arrays to objects", "{\"a\":", "[\"b\":1,"),
          new HostileShape("unicode escapes", "{\"a\":\"", "\\u12"));

  /** So many characters of it. */
  public String text(int length) {
    return begin + unit.repeat(Math.max(1, (length - begin.length()) / unit.length()));
  }

  @Override
  public String toString() {
    return name;
  }
}
