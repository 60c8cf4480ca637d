package dev.ecomllm.rag.offline;

import dev.ecomllm.qa.QaRequest;
import dev.ecomllm.qa.Turn;
import java.util.List;
import java.util.regex.Pattern;

/** A question that leans on the one before it ("and in blue?") is asked together with it. */
final class FollowUp {

  private static final Pattern LEANS =
      Pattern.compile(
          "^\\W*(?:and|or|but|also|what about|how about|what if|then|so)\\b",
          Pattern.CASE_INSENSITIVE);

  private FollowUp() {}

  static String resolve(QaRequest request) {
    List<Turn> history = request.history();
    String question = request.question();
    if (history.isEmpty() || !(LEANS.matcher(question).find() || Terms.of(question).size() < 2)) {
      return question;
    }
    return history.get(history.size() - 1).question() + " " + question;
  }
}
