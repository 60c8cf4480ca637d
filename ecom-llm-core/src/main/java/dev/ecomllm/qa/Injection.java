package dev.ecomllm.qa;

import java.util.regex.Pattern;

/**
 * Text that speaks to the model instead of about the product. A passage like that is still shown
 * and ranked, but proves nothing. A heuristic: what keeps invented answers out is that an answer
 * needs a citation that supports it.
 */
public final class Injection {

  /** Each of these is rare in what people write about products. */
  private static final Pattern COMMAND =
      Pattern.compile(
          String.join(
              "|",
              // Ignore the above.
              "\\b(?:ignore|disregard|forget|override)\\b.{0,40}\\b(?:instruction|prompt|rule|passage|above|previous"
                  + "|context|question|everything)",
              "\\b(?:do not|don't) (?:use|consult|read|trust)\\b.{0,20}\\b(?:description|passage|context|reviews?)\\b",
              "\\b(?:only this (?:review|passage|text) counts|(?:this|other|every other|the) passages?\\b)",
              "\\bpassage \\d|\\[\\d{1,2}\\]|\\b(?:description|passages?|reviews?) (?:above|below)\\b",
              // Say this.
              "\\b(?:answer|reply|respond|say|state|claim|output|return|print|write|tell)\\b.{0,25}"
                  + "(?:\\byes\\b|\\bno\\b|\\btrue\\b|answerable|citation|customer|shopper|user|\"|“)",
              "\\b(?:answer|reply|respond|confirm|approve)\\b.{0,20}\\b(?:every|all|any|each|always|everything)\\b",
              "\\balways (?:confirm|answer|reply|respond|say)\\b|\\brepeat (?:after me|it to)\\b",
              "\\b(?:inform|let|make sure|confirm to)\\b.{0,20}\\b(?:everyone|customers?|shoppers?|buyers)\\b",
              "\\b(?:correct|right|final|expected|mandatory|only)\\W{1,2}(?:answer|reply|response|output)\\b",
              "\\b(?:the|every) (?:answer|reply|response) (?:is|must|should|here)\\b|\\bA \\(\\w+\\):",
              "\\bquestions? (?:get|gets|contains?|about\\b.{0,20}:)\\b|\\bin every answer\\b",
              "\\b(?:question|bots?|chatbots?|reviews?|assistants?|models?)\\b.{0,30}\\b(?:has to|have to|must|should) "
                  + "(?:mention|describe|read|say|call)\\b",
              "\\b(?:if asked|when(?:ever)? (?:a |the |some)?(?:customer|shopper|buyer|user|question))",
              // Speaking to a machine.
              "\\b(?:chat ?bots?|language models?|llms?|ai assistants?|automated systems?|shop bot|to the ai)\\b",
              "\\b(?:you (?:are|must|should|will|have to|need to)|could you|you could|i command you)\\b.{0,30}\\b(?:assistant"
                  + "|model|ai|bot|answer|reply|say|respond|cite|confirm|call (?:it|this))\\b",
              "\\b(?:from now on|new (?:task|rules?|instructions?)|instructions? (?:updated|for)|pretend that|act as if"
                  + "|treat (?:it |this )?as|do (?:as|what) i (?:say|tell)|translate this|as per policy|respond positively"
                  + "|be positive)\\b",
              "^\\W*remember\\s*:",
              // Its formats.
              "\\b(?:cite|citing)\\b.{0,20}\\b(?:passage|this|\\[?\\d)|\\bcitations?\\b.{0,5}[:=\\[]",
              "\\b(?:system|assistant|developer|admin)\\s*(?:prompt|message|note|override)?\\s*[:,]",
              "<\\|?/?(?:system|im_start|im_end|inst|passage|user|assistant|admin)|<!--|```|\\[/?inst\\]|\"answerable\""
                  + "|\"role\"|###|%%%|\\bbegin context\\b|\\bset \\w+ to (?:true|yes)\\b|\\w=(?:true|yes)\\b"),
          Pattern.CASE_INSENSITIVE);

  /** Of a longer text, the start is read. */
  private static final int LONGEST = 4_000;

  private Injection() {}

  /** Whether the passage tries to give orders. */
  public static boolean isSuspected(Passage passage) {
    String text = passage.text();
    return COMMAND.matcher(text.substring(0, Math.min(LONGEST, text.length()))).find();
  }
}
